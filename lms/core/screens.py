"""What our screens inside the Wagtail admin have in common."""

from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


class StaffScreen(WagtailAdminTemplateMixin):
    """A screen whose trail ends with its own title; `get_trail` gives the steps between home and it."""

    def get_trail(self):
        return []

    def get_breadcrumbs_items(self):
        title = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, *self.get_trail(), title]
