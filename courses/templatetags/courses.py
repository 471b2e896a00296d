"""What the frame of every page shows from this app."""

from django import template

from courses.models import SupportContact

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
