"""Which pages somebody may choose as the target of a link: titles of drafts and closed pages are not for everybody.

Wagtail's choosers show every page to everybody in the admin; its hook filters their lists, but not the page that is
browsed or named by its id, so these two views are ours.
"""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from wagtail.admin.views.chooser import BrowseView, ChosenMultipleView
from wagtail.models import Page, get_page_models
from wagtail.permissions import page_permission_policy


def choosable(pages, user):
    """Those of `pages` that `user` finds in the explorer, and what the public reads already."""
    public = ContentType.objects.get_for_models(*[m for m in get_page_models() if getattr(m, "is_public", False)])
    explorable = page_permission_policy.explorable_instances(user).values("pk")
    read_by_all = Q(live=True, draft_title=F("title"), content_type__in=public.values())
    return pages.filter(Q(pk__in=explorable) | read_by_all | Q(depth=1))


def filter_queryset(pages, request):
    return choosable(pages, request.user)


class OwnBrowseView(BrowseView):
    def get(self, request, parent_page_id=None):
        if parent_page_id and not choosable(Page.objects.filter(pk=parent_page_id), request.user).exists():
            raise PermissionDenied
        return super().get(request, parent_page_id)


class OwnChosenMultipleView(ChosenMultipleView):
    def get(self, request):
        chosen = Page.objects.filter(pk__in=[pk for pk in request.GET.getlist("id") if pk.isdigit()])
        if choosable(chosen, request.user).count() != chosen.count():
            raise PermissionDenied
        return super().get(request)
