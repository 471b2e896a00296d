"""Every field about a person is named in docs/privacy.md with its purpose, basis, readers, life and end (S-25)."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from wagtail.models import Page

from assessments.models import Attempt
from courses.models import Enrolment
from lms.accounts.models import Profile, User

OURS = ["accounts", "courses", "assessments", "certificates"]
PERSONS = {User, Profile, Enrolment, Attempt}
NAME = re.compile(r"`([A-Za-z_]+\.[A-Za-z0-9_]+)`")
TEXT = (settings.BASE_DIR / "docs/privacy.md").read_text()


def rows():
    """Cells of every row of a table that begins with names in backticks."""
    lines = [line for line in TEXT.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def listed_as_personal():
    return [name for cells in rows() if len(cells) == 6 for name in NAME.findall(cells[0])]


def listed_as_not_personal():
    paragraphs = re.findall(r"^Not personal: (.*?)(?:\n\n|\Z)", TEXT, re.MULTILINE | re.DOTALL)
    return [name for paragraph in paragraphs for name in NAME.findall(paragraph)]


def own_fields(model):
    """Without those that a page has from Wagtail: they stand with the tables of the packages."""
    fields = [*model._meta.local_fields, *model._meta.local_many_to_many]
    return [field for field in fields if not (issubclass(model, Page) and field.name == "page_ptr")]


def every_field():
    return {
        f"{model.__name__}.{field.name}": field
        for label in OURS
        for model in apps.get_app_config(label).get_models()
        for field in own_fields(model)
    }


def test_every_field_is_listed_once_as_personal_or_not():
    listed = [*listed_as_personal(), *listed_as_not_personal()]
    assert sorted(set(every_field()) - set(listed)) == []
    assert sorted(set(listed) - set(every_field())) == [], "these no longer exist"
    assert sorted(name for name in set(listed) if listed.count(name) > 1) == []


def test_whatever_points_to_a_person_is_personal():
    pointing = {name for name, field in every_field().items() if field.related_model in PERSONS}
    assert {"Enrolment.user", "Attempt.enrolment", "AttemptItem.attempt"} <= pointing
    assert sorted(pointing & set(listed_as_not_personal())) == []


def test_every_personal_field_has_purpose_basis_readers_life_and_end():
    tables = [cells for cells in rows() if len(cells) == 6]
    assert [cells[0] for cells in tables if not all(cells)] == []
    assert {cells[2] for cells in tables} <= {"A", "L", "S"}
    assert len(tables) > 20


def test_every_table_of_a_package_that_points_to_a_person_is_named():
    named = {name for cells in rows() if len(cells) == 4 for name in NAME.findall(cells[0])}
    pointing = {
        f"{model._meta.app_label}.{model.__name__}"
        for model in apps.get_models()
        if model._meta.app_label not in OURS and any(field.related_model is User for field in own_fields(model))
    }
    assert {"account.EmailAddress", "wagtailcore.Revision"} <= pointing
    assert sorted(pointing - named) == []


@pytest.mark.parametrize("name", ["Profile.family_name", "Certificate.id"])
def test_the_reading_of_the_document_finds_both_kinds(name):
    assert name in {*listed_as_personal(), *listed_as_not_personal()}
