"""A panel of Wagtail's editor that shows the remarks on the draft, each with a link to its block."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from .remarks import remarks_on


class RemarksPanel(Panel):
    def __init__(self, **kwargs):
        kwargs.setdefault("heading", _("Worth a look before the review"))
        kwargs.setdefault("icon", "warning")
        super().__init__(**kwargs)

    @property
    def clean_name(self):
        return "remarks"

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/staff/_remarks.html"

        @cached_property
        def remarks(self):
            return remarks_on(self.instance)

        def is_shown(self):
            return super().is_shown() and bool(self.instance.pk) and bool(self.remarks)
