"""The page that offers a quiz: what it asks, how often one may try, and one's earlier attempts."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from courses.pages import ActivityPage
from lms.accounts.page_forms import OwnChoicesForm

from .domain import citing, queries
from .models.quiz import Quiz


class QuizPage(ActivityPage):
    """Starting, answering and submitting are views; this page only offers them."""

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="pages", verbose_name=_("quiz"))

    base_form_class = OwnChoicesForm
    own_choices = {"quiz": "organisation"}
    parent_page_types = ["courses.ModulePage"]
    subpage_types = []
    content_panels = [*Page.content_panels, *ActivityPage.activity_panels, FieldPanel("quiz")]
    override_translatable_fields = [*ActivityPage.synchronised, SynchronizedField("quiz")]

    class Meta:
        verbose_name = _("quiz page")
        verbose_name_plural = _("quiz pages")

    def get_context(self, request, *args, **kwargs):
        """Adds `offer` (see `domain.queries.Offer`) and `changes` of sources, as on a lesson."""
        context = super().get_context(request, *args, **kwargs)
        context["offer"] = queries.offer(request.user, self.quiz, self.translation_key)
        context["changes"] = citing.changes_for(self.quiz)
        return context
