"""System checks that hold the project's own rules."""

from django.core.checks import Error, register
from wagtail.models import Page, get_page_models


@register
def pages_name_their_parents(app_configs, **kwargs):
    """Wagtail lets a page without `parent_page_types` stand anywhere; ours say themselves where they belong."""
    return [
        Error(
            f"{page._meta.label} does not name its parents.",
            hint="Declare parent_page_types in the class itself.",
            obj=page,
            id="lms.E020",
        )
        for page in get_page_models()
        if page is not Page and "parent_page_types" not in vars(page)
    ]
