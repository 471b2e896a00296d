"""Tags of the translation desk, and the line that tells a reader that a page is behind its original."""

from django import template
from django.conf import settings

from ..models import Rendition

register = template.Library()


@register.filter
def language_name(code):
    return dict(settings.LANGUAGES)[code]


@register.filter
def written_by(row, organisations):
    """Whether the row's page belongs to one of `organisations`, as in `board.writable`."""
    return organisations is None or row.organisation in organisations


@register.simple_tag(takes_context=True)
def narrowed(context, **changes):
    """The present query with `changes`; another filter begins at the first page."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query[name] = value
    return query.urlencode()


@register.simple_tag(takes_context=True)
def outdated_since(context):
    """When the page of the context fell behind the version that it is translated from, or None."""
    page = context.get("page")
    live = getattr(page, "live_revision_id", None)
    if not live or page.alias_of_id:
        return None
    return Rendition.objects.filter(revision=live).values_list("outdated_since", flat=True).first()
