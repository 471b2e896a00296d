"""What pages of the whole site show of this app."""

from django import template
from django.urls import reverse

from lms.accounts import roles

register = template.Library()


@register.simple_tag
def exams_url(user):
    """The address of the exam days, for who may run them; "" for everybody else. It costs no query of its own."""
    return reverse("exams") if roles.can(user, "record_attendance") else ""
