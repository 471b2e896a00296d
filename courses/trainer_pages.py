"""What stands below a day and a lesson for trainers alone (C-09): `…/trainer/` and `…/projector/`."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils.functional import SimpleLazyObject
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from .domain import access, editions


def reader(request):
    return getattr(request, "user", None) or AnonymousUser()


class ForTrainers(RoutablePageMixin):
    """Addresses below a page that open to its trainers; the page itself stays as it is for everybody else."""

    def get_context(self, request, *args, **kwargs):
        """Adds `may_teach`: whether this reader may open what is for trainers."""
        context = super().get_context(request, *args, **kwargs)
        context["may_teach"] = SimpleLazyObject(lambda: access.may_read_edition(reader(request), self))
        return context

    def for_trainers(self, request, template, **context):
        """The answer to a trainer; PermissionDenied for anybody else."""
        if not access.may_read_edition(reader(request), self):
            raise PermissionDenied
        return self.render(request, template=template, context_overrides=context)


class TaughtLesson(ForTrainers):
    @path("trainer/", name="trainer")
    def trainer(self, request):
        """The session of 90 minutes."""
        return self.for_trainers(
            request,
            "courses/lesson_trainer.html",
            steps=editions.timed_steps(self.edition),
            cards=editions.of_kind(self.edition, "role_card"),
            answers=editions.of_kind(self.edition, "answers"),
            care=editions.of_kind(self.edition, "care"),
        )

    @path("projector/", name="projector")
    def projector(self, request):
        """The lesson on the wall: one block a screen, no word for trainers and nobody's name."""
        screens = editions.screens(self.body)
        # One before them with the title, one after them with somebody to talk to.
        return self.for_trainers(request, "courses/projector.html", screens=screens, last=len(screens) + 2)


class TaughtModule(ForTrainers):
    @path("trainer/", name="trainer")
    def trainer(self, request):
        """The sessions of the day with everything to bring."""
        return self.for_trainers(request, "courses/module_trainer.html", lessons=editions.lessons_of(self))
