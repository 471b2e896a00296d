"""What our screens inside the Wagtail admin have in common."""

from functools import reduce
from operator import or_

from django.db.models import Q
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .folding import plain


class StaffScreen(WagtailAdminTemplateMixin):
    """A screen whose trail ends with its own title; `get_trail` gives the steps between home and it."""

    def get_trail(self):
        return []

    def get_breadcrumbs_items(self):
        title = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, *self.get_trail(), title]


def hold(fields, words):
    """A condition: one of these fields holds the words, whatever their case and keyboard (`collation.Plain`)."""
    return reduce(or_, (Q(**{f"{field}__plain__contains": plain(words)}) for field in fields))


class PlainSearch:
    """A list whose `search_fields` are looked through with `hold`."""

    def search_queryset(self, queryset):
        return queryset.filter(hold(self.search_fields, self.search_query)) if self.is_searching else queryset
