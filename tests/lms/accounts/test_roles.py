from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from lms.accounts import roles
from lms.accounts.models import Membership, Organisation, User
from lms.accounts.roles import RIGHTS, Role, can, scope


@pytest.fixture
def organisations(db):
    def make(key, kind):
        return Organisation.objects.create(key=key, kind=kind, name_kk=key, name_ru=key)

    return {
        "center": make("center", "center"),
        "north": make("north", "university"),
        "south": make("south", "university"),
    }


@pytest.fixture
def person(db):
    return User.objects.create_user("aigul@example.kz")


def member(user, role, organisation, **dates):
    Membership.objects.create(user=user, role=role, organisation=organisation, **dates)
    roles.forget(user)


def held_in(user, right, organisations):
    return {key for key, organisation in organisations.items() if can(user, right, organisation)}


@pytest.mark.parametrize(
    ("role", "at", "right", "where"),
    [
        ("trainer", "north", "read_course", {"north"}),
        ("trainer", "north", "run_cohorts", set()),
        ("trainer", "center", "record_attendance", {"center"}),
        ("second_reader", "south", "review_pages", {"south"}),
        ("second_reader", "south", "write_pages", set()),
        ("editor", "center", "write_pages", {"center", "north", "south"}),
        ("editor", "north", "write_pages", {"north"}),
        ("administrator", "center", "run_cohorts", {"center", "north", "south"}),
        ("administrator", "south", "manage_people", {"south"}),
        ("administrator", "center", "issue_certificates", set()),
        ("issuer", "center", "issue_certificates", {"center"}),
    ],
)
def test_where_a_right_holds(person, organisations, role, at, right, where):
    member(person, role, organisations[at])
    assert held_in(person, right, organisations) == where
    assert can(person, right) == bool(where)
    found = Organisation.objects.filter(scope(person, right, "pk"))
    assert set(found.values_list("key", flat=True)) == where


def test_a_role_holds_from_its_first_day_to_its_last(person, organisations):
    today = timezone.localdate()
    day = timedelta(days=1)
    member(person, Role.TRAINER, organisations["north"], valid_from=today - 3 * day, valid_to=today - day)
    member(person, Role.TRAINER, organisations["south"], valid_from=today + day)
    assert held_in(person, "read_course", organisations) == set()
    member(person, Role.TRAINER, organisations["center"], valid_from=today, valid_to=today)
    assert held_in(person, "read_course", organisations) == {"center"}


def test_nobody_without_an_account_and_nobody_switched_off_holds_anything(person, organisations):
    member(person, Role.ADMINISTRATOR, organisations["center"])
    person.is_active = False
    for user in (person, AnonymousUser()):
        assert [right for right in RIGHTS if can(user, right, organisations["north"])] == []
        assert Organisation.objects.filter(scope(user, "run_cohorts", "pk")).count() == 0


def test_a_superuser_holds_every_right_everywhere(organisations):
    root = User.objects.create_superuser("root@example.kz", "-")
    assert {right for right in RIGHTS if can(root, right, organisations["south"])} == set(RIGHTS)
    assert Organisation.objects.filter(scope(root, "run_cohorts", "pk")).count() == 3


def test_an_unknown_right_is_an_error_not_a_no(person):
    with pytest.raises(KeyError):
        can(person, "run_cohort")


def test_one_query_answers_every_question_of_a_request(person, organisations, queries):
    member(person, Role.TRAINER, organisations["north"])
    member(person, Role.SECOND_READER, organisations["south"])
    with queries(1):
        for right in RIGHTS:
            held_in(person, right, organisations)


def test_the_matrix_names_every_role_once():
    header = roles.MATRIX.split("\n")[1].split()
    assert header[1:] == Role.values


def test_every_right_of_the_matrix_is_asked_for_somewhere():
    code = ""
    for folder in ("lms", "courses", "assessments", "certificates"):
        for path in (settings.BASE_DIR / folder).rglob("*.py"):
            code += "" if path.name == "roles.py" else path.read_text(encoding="utf-8")
    assert [right for right in RIGHTS if f'"{right}"' not in code] == []
