"""What the frame of every page shows from this app."""

from django import template
from django.utils.translation import get_language

from courses.models import CataloguePage, SupportContact

register = template.Library()


@register.simple_tag
def support_contacts():
    """Help lines and addresses in the reader's language (R-14): `label`, `contact`, `note`, `checked_on`."""
    return [
        {
            "label": record.text("label"),
            "contact": record.contact,
            "note": record.text("note"),
            "checked_on": record.checked_on,
            "dial": record.contact if record.contact.isdigit() else "",
        }
        for record in SupportContact.objects.all()
    ]


@register.simple_tag
def catalogue_url():
    """Address of the catalogue in the reader's language, or an empty text while there is none."""
    page = CataloguePage.objects.live().filter(locale__language_code=get_language()).first()
    return page.get_url() if page else ""
