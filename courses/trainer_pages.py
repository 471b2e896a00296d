"""What stands below a day and a lesson (C-09): for trainers alone `…/trainer/` and `…/projector/`, and the papers."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from .domain import access, documents, editions
from .enums import Paper


def reader(request):
    return getattr(request, "user", None) or AnonymousUser()


class ForTrainers(RoutablePageMixin):
    """Addresses below a page that open to its trainers; the page itself stays as it is for everybody else."""

    def get_context(self, request, *args, **kwargs):
        """Adds `may_teach`: whether this reader may open what is for trainers. A preview shows what learners see."""
        context = super().get_context(request, *args, **kwargs)
        hidden = getattr(request, "is_preview", False)
        context["may_teach"] = SimpleLazyObject(lambda: not hidden and access.may_read_edition(reader(request), self))
        return context

    def require_trainer(self, request):
        if not access.may_read_edition(reader(request), self):
            raise PermissionDenied

    def for_trainers(self, request, template, **context):
        """The answer to a trainer; PermissionDenied for anybody else."""
        self.require_trainer(request)
        return self.render(request, template=template, context_overrides=context)


class TaughtLesson(ForTrainers):
    # Who may edit the draft may see each of its faces; Wagtail asks before.
    preview_modes = [
        ("", _("As a learner")),
        ("trainer", _("Trainer's edition")),
        ("projector", _("Projector view")),
    ]

    def serve_preview(self, request, mode_name):
        faces = {"trainer": self.session_page, "projector": self.wall_page}
        if mode_name not in faces:
            return super().serve_preview(request, mode_name)
        template, context = faces[mode_name]()
        return self.render(request, template=template, context_overrides=context)

    @path("trainer/", name="trainer")
    def trainer(self, request):
        """The session of 90 minutes."""
        template, context = self.session_page()
        return self.for_trainers(request, template, **context)

    def session_page(self):
        return "courses/lesson_trainer.html", {
            "steps": editions.timed_steps(self.edition),
            "cards": editions.of_kind(self.edition, "role_card"),
            "answers": editions.of_kind(self.edition, "answers"),
            "care": editions.of_kind(self.edition, "care"),
        }

    @path("projector/", name="projector")
    def projector(self, request):
        """The lesson on the wall: one block a screen, no word for trainers and nobody's name."""
        template, context = self.wall_page()
        return self.for_trainers(request, template, **context)

    def wall_page(self):
        screens = editions.screens(self.body)
        # One before them with the title, one after them with somebody to talk to.
        return "courses/projector.html", {"screens": screens, "last": len(screens) + 2}


class TaughtModule(ForTrainers):
    def get_context(self, request, *args, **kwargs):
        """Adds `papers`: see `documents.offers`."""
        context = super().get_context(request, *args, **kwargs)
        context["papers"] = documents.offers(self)
        return context

    @path("trainer/", name="trainer")
    def trainer(self, request):
        """The sessions of the day with everything to bring."""
        return self.for_trainers(request, "courses/module_trainer.html", lessons=editions.lessons_of(self))

    @path("trainer/document/", name="document")
    def document(self, request):
        self.require_trainer(request)
        return self.download(Paper.TRAINER)

    @path("handout/", name="handout")
    def handout(self, request):
        """For whoever may read the day: the guard before the page has asked."""
        return self.download(Paper.HANDOUT)

    def download(self, kind):
        """The file as it was made last; a neutral name, since it stays on shared phones."""
        offer = documents.offers(self).get(kind)
        if offer is None or offer.document is None:
            raise Http404
        name = f"day-{self.number}-{self.locale.language_code}{'-t' if kind == Paper.TRAINER else ''}.pdf"
        with offer.document.file.open() as file:  # two megabytes at most
            response = HttpResponse(file.read(), content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
