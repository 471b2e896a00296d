"""Wagtail's views that show an object by its number to everybody in the admin, each behind a question (S-05).

Lists of pages are filtered by Wagtail's hook; the page that is browsed, chosen or moved, the objects of a bulk action
and the picture that is inserted are not, so their addresses lead through here (lms.accounts.closed).
"""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.bulk_action import index as bulk_action
from wagtail.admin.views.chooser import BrowseView, ChosenMultipleView
from wagtail.admin.views.pages.move import move_confirm
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images import get_image_model
from wagtail.images.permissions import permission_policy as image_policy
from wagtail.images.views.chooser import ImageSelectFormatView
from wagtail.models import Page, get_page_models
from wagtail.permissions import page_permission_policy

from . import used_files

BULK_POLICIES = {("core", "siteimage"): image_policy, ("core", "sitedocument"): document_policy}


def explorable(user):
    return page_permission_policy.explorable_instances(user)


def choosable(user):
    """Pages that `user` finds in the explorer, and those whose title the public reads already."""
    public = ContentType.objects.get_for_models(*[m for m in get_page_models() if getattr(m, "is_public", False)])
    read_by_all = Q(live=True, draft_title=F("title"), content_type__in=public.values())
    return Page.objects.filter(Q(pk__in=explorable(user).values("pk")) | read_by_all | Q(depth=1))


def filter_queryset(pages, request):
    # A list of ids, because the search behind the same hook knows no subqueries.
    return pages.filter(id__in=list(choosable(request.user).values_list("pk", flat=True)))


def check(found, ids):
    """Raises PermissionDenied unless the queryset `found` holds every id."""
    wanted = {int(pk) for pk in ids if str(pk).isdigit()}
    if len(wanted) != len(ids) or found.filter(pk__in=wanted).count() != len(wanted):
        raise PermissionDenied


def chosen(found, request):
    return found.filter(pk__in=request.GET.getlist("id"))


@require_admin_access
def browse(request, parent_page_id):
    check(choosable(request.user), [parent_page_id])
    return BrowseView.as_view()(request, parent_page_id)


@require_admin_access
def chosen_multiple(request):
    check(choosable(request.user), request.GET.getlist("id"))
    return ChosenMultipleView.as_view()(request)


@require_admin_access
def confirm_move(request, page_to_move_id, destination_id):
    check(explorable(request.user), [page_to_move_id, destination_id])
    return move_confirm(request, page_to_move_id, destination_id)


@require_admin_access
def select_format(request, image_id):
    check(image_policy.instances_user_has_any_permission_for(request.user, ["choose", "change"]), [image_id])
    return ImageSelectFormatView.as_view(model=get_image_model())(request, image_id)


@require_admin_access
def bulk(request, app_label, model_name, action):
    """One object after the other by its number; "all" would reach past the list that somebody sees."""
    if (app_label, model_name) == ("wagtailcore", "page"):
        found = explorable(request.user)
    elif policy := BULK_POLICIES.get((app_label, model_name)):
        found = policy.instances_user_has_any_permission_for(request.user, ["change", "delete"])
    else:
        raise PermissionDenied
    check(found, request.GET.getlist("id"))
    if action == "delete" and found.model is not Page and any(map(used_files.is_public, chosen(found, request))):
        raise PermissionDenied
    return bulk_action(request, app_label, model_name, action)
