"""Tags of the translation desk, and of the line that tells a reader how far a translation can be trusted (C-17)."""

from django import template
from django.conf import settings
from django.db.models import Exists, OuterRef
from wagtail.models import TaskState

from lms.review import permissions

from ..models import Rendition

register = template.Library()


@register.filter
def language_name(code):
    return dict(settings.LANGUAGES)[code]


@register.filter
def written_by(row, organisations):
    """Whether the row's page belongs to one of `organisations`, as in `board.writable`."""
    return organisations is None or row.organisation in organisations


@register.filter
def may_submit(user, page):
    return permissions.may_submit_translation(user, page)


@register.simple_tag(takes_context=True)
def narrowed(context, **changes):
    """The present query with `changes`; another filter begins at the first page."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query[name] = value
    return query.urlencode()


@register.simple_tag(takes_context=True)
def rendition(context):
    """The live `Rendition` of a translated page in the context, with `is_reviewed`: somebody approved it; or None."""
    page = context.get("page")
    live = getattr(page, "live_revision_id", None)
    if not live or page.alias_of_id:
        return None
    approved = TaskState.objects.filter(revision=OuterRef("revision"), status=TaskState.STATUS_APPROVED)
    return Rendition.objects.filter(revision=live).defer("texts").annotate(is_reviewed=Exists(approved)).first()
