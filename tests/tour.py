"""The pages of the seeded site that are worth measuring and looking at."""

from django.urls import reverse
from django.utils.translation import override

from courses.models import CataloguePage, CoursePage, Enrolment, ModulePage
from courses.pages import ActivityPage
from lms.core.models import HomePage


def concrete(base):
    """Every subclass of an abstract page class that has a table."""
    for model in base.__subclasses__():
        if not model._meta.abstract:
            yield model
        yield from concrete(model)


def first(model, language):
    return model.objects.live().filter(locale__language_code=language).order_by("path").first()


def stops(language):
    """(name, address, person who looks or None for a visitor) of each page, as far as the seed made one."""
    with override(language):
        yield "login", reverse("account_login"), None
        for model in (HomePage, CataloguePage, CoursePage):
            if page := first(model, language):
                yield model.__name__, page.url, None
        enrolment = Enrolment.objects.filter(status="active").select_related("user").order_by("pk").first()
        if enrolment:
            yield "Dashboard", reverse("dashboard"), enrolment.user
            for model in (ModulePage, *concrete(ActivityPage)):
                if page := first(model, language):
                    yield model.__name__, page.url, enrolment.user
