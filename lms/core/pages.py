"""Pages of the shell: home and plain text pages, and what every page shares."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from .blocks import AudienceBlock, FactBlock, HeadingBlock, QuoteBlock, TextBlock
from .revisions import adds_nothing

__all__ = ["BasePage", "HomePage", "PlainPage"]


class BasePage(Page):
    """Every page of the site. A subclass names its parents (`parent_page_types`); a system check holds that."""

    show_in_menus_default = False
    override_translatable_fields = [SynchronizedField("slug")]
    # Pages are closed (S-08) unless their class says that everybody may read them.
    is_public = False
    # Where a page below the home page is linked: "main" (header and foot), or the foot alone: "learning", "center".
    menu = "main"

    class Meta:
        abstract = True

    def save_revision(self, *args, user=None, overwrite_revision=None, **kwargs):
        """In the editor, no new revision of what the latest one says already: to open a page is enough for autosave.

        Never overwrites a revision that is public, under review or somebody else's: autosave would change it under
        the reader.
        """
        latest = self.latest_revision
        if user and kwargs.get("log_action") is True and latest and adds_nothing(self, latest):
            return latest
        if overwrite_revision is not None:
            kept = overwrite_revision.pk == self.live_revision_id or overwrite_revision.task_states.exists()
            foreign = overwrite_revision == latest and overwrite_revision.user_id != (user and user.pk)
            overwrite_revision = None if kept or foreign else overwrite_revision
        return super().save_revision(*args, user=user, overwrite_revision=overwrite_revision, **kwargs)

    @property
    def content_language(self):
        """Language code of what the page shows: that of its source while it is an untranslated alias."""
        source = self.alias_of if self.alias_of_id else self
        return source.locale.language_code


class HomePage(BasePage):
    is_public = True
    hero_title = models.CharField(_("main title"), max_length=120)
    hero_text = models.TextField(_("introduction"), max_length=400)
    facts = StreamField([("fact", FactBlock())], blank=True, verbose_name=_("facts"))
    audience = StreamField([("audience", AudienceBlock())], blank=True, verbose_name=_("who it is for"))
    quote = StreamField([("quote", QuoteBlock())], blank=True, max_num=1, verbose_name=_("quote"))

    parent_page_types = ["wagtailcore.Page"]
    template = "core/home_page.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("hero_title"),
        FieldPanel("hero_text"),
        FieldPanel("facts"),
        FieldPanel("audience"),
        FieldPanel("quote"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class PlainPage(BasePage):
    """About, help, privacy, terms, accessibility."""

    is_public = True
    menu = "center"
    body = StreamField([("heading", HeadingBlock()), ("text", TextBlock())], blank=True, verbose_name=_("body"))

    parent_page_types = ["core.HomePage"]
    subpage_types = []
    template = "core/plain_page.html"
    content_panels = [*Page.content_panels, FieldPanel("body")]
    override_translatable_fields = [SynchronizedField("slug"), TranslatableField("body")]

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")
