"""The screens of administrators."""

import re
from html import unescape

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lms.accounts.domain import memberships
from lms.accounts.models import FactorReset, Membership, MembershipRequest, Organisation, Profile, User
from lms.accounts.roles import Role, can
from tests.factories.people import build_factor, build_organisation, build_person, build_staff, enter


def get(user, name, *args, **query):
    return enter(Client(), user).get(reverse(name, args=args), query)


def post(user, name, *args, **data):
    return enter(Client(), user).post(reverse(name, args=args), data, follow=True)


def names_on(response):
    """The people a list shows, from its links."""
    links = re.findall(r'href="/admin/people/(\d+)/', response.content.decode())
    return {User.objects.get(pk=pk).email.split("@")[0] for pk in links}


def text_of(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def grant_form(role, organisation, **dates):
    return {"role": role, "organisation": organisation.pk, "valid_from": "", "valid_to": "", **dates}


def test_the_list_shows_everybody_to_the_center_and_the_own_people_to_a_university(people):
    south = build_organisation("south")
    build_staff("trainer", people.north)
    build_staff("trainer", south)
    worker = build_person("worker")
    worker.profile.organisation = people.north
    worker.profile.save()
    assert names_on(get(people.local, "people:index")) == {"administrator-north", "trainer-north", "worker"}
    assert names_on(get(people.admin, "people:index")) == {
        "administrator-center",
        "administrator-second",
        "administrator-north",
        "trainer-north",
        "trainer-south",
        "worker",
        "someone",
    }


def test_the_list_is_searched_and_filtered(people):
    build_staff("trainer", people.north)
    assert names_on(get(people.admin, "people:index", q="someone")) == {"someone"}
    assert names_on(get(people.admin, "people:index_results", role="trainer")) == {"trainer-north"}
    assert names_on(get(people.admin, "people:index", organisation=people.north.pk)) == {
        "trainer-north",
        "administrator-north",
    }
    assert names_on(get(people.admin, "people:index", role="trainer", q="someone")) == set()


def test_a_name_is_found_in_any_case_without_kazakh_letters_and_by_every_word(people):
    person = build_person("somebody")
    Profile.objects.filter(user=person).update(
        family_name="Әбділдаева", given_name="Ғалия", patronymic="Семёновна", latin_family_name="Abdildayeva"
    )
    spelled = ["әбділдаева", "ӘБДІЛ", "абдил", "ғалия Әбділ", "семеновна галия", "abdilda", "SOMEBODY@example"]
    found = {words: names_on(get(people.admin, "people:index", q=words)) for words in spelled}
    assert found == {words: {"somebody"} for words in spelled}
    assert names_on(get(people.admin, "people:index", q="Ғалия Нұрланова")) == set()
    assert names_on(get(people.admin, "people:index", q="%")) == set()


def test_the_list_costs_the_same_at_one_and_at_many(people, queries):
    client = enter(Client(), people.local)
    client.get(reverse("people:index"))

    with queries(16):
        client.get(reverse("people:index"))
    for number in range(3):
        memberships.bootstrap(build_person(f"more{number}"), Role.TRAINER, people.north)
    with queries(16):
        client.get(reverse("people:index"))


@pytest.mark.parametrize("role", ["trainer", "second_reader", "editor", "issuer", None])
def test_the_screens_are_for_administrators_alone(people, role):
    place = people.center if role == "editor" else people.north
    user = build_staff(role, place, "curious") if role else build_person("curious")
    membership = people.local.memberships.get()
    wish = memberships.request_grant(people.someone, Role.ISSUER, people.north, by=people.admin)
    before = list(Membership.objects.values_list())
    for name, args in [
        ("people:index", []),
        ("people:index_results", []),
        ("people:person", [people.someone.pk]),
        ("people:end", [membership.pk]),
        ("people:decide", [wish.pk]),
        ("organisations:index", []),
        ("organisations:add", []),
        ("organisations:edit", [people.north.pk]),
    ]:
        assert str(people.someone) not in text_of(get(user, name, *args))
        post(user, name, *args, **grant_form("trainer", people.north), confirm="1", key="x", name_kk="x", name_ru="x")
    assert list(Membership.objects.values_list()) == before
    assert MembershipRequest.objects.count() == 1
    assert Organisation.objects.count() == 2


def test_an_administrator_of_a_university_finds_nobody_of_another(people):
    south = build_organisation("south")
    trainer = build_staff("trainer", south)
    membership = trainer.memberships.get()
    wish = memberships.request_grant(trainer, Role.ISSUER, south, by=people.admin)
    for name, pk in [("people:person", trainer.pk), ("people:end", membership.pk), ("people:decide", wish.pk)]:
        assert str(trainer) not in text_of(get(people.local, name, pk))
        post(people.local, name, pk, **grant_form("trainer", south), confirm="1")
    assert [row.role for row in trainer.memberships.active()] == ["trainer"]
    own = build_person("own")
    memberships.bootstrap(own, Role.TRAINER, people.north)
    post(people.local, "people:person", own.pk, **grant_form("second_reader", south))
    assert [row.role for row in own.memberships.all()] == ["trainer"]


def test_a_role_is_granted_with_its_dates(people):
    today = timezone.localdate()
    response = post(
        people.admin,
        "people:person",
        people.someone.pk,
        **grant_form("trainer", people.north, valid_to=today.isoformat()),
    )
    membership = people.someone.memberships.get()
    assert (membership.role, membership.valid_from, membership.valid_to) == ("trainer", today, today)
    assert membership.granted_by == people.admin
    assert "The role was granted." in text_of(response)


def test_what_the_verb_refuses_is_said_on_the_form(people):
    memberships.bootstrap(people.someone, Role.TRAINER, people.north)
    response = post(people.admin, "people:person", people.someone.pk, **grant_form("trainer", people.north))
    assert "The person already has this role on some of these days." in text_of(response)
    post(people.admin, "people:person", people.admin.pk, **grant_form("trainer", people.north))
    assert [row.role for row in people.admin.memberships.all()] == ["administrator"]


def test_two_administrators_make_an_issuer(people, mailoutbox):
    mailoutbox.clear()
    post(people.admin, "people:person", people.someone.pk, **grant_form("issuer", people.north))
    wish = MembershipRequest.objects.get()
    assert people.someone.memberships.count() == 0 and mailoutbox == []
    refused = post(people.admin, "people:decide", wish.pk, confirm="1")
    assert "needs a second administrator" in text_of(refused)
    assert people.someone.memberships.count() == 0
    assert "Proposed by Тілеуов Болат" in text_of(get(people.second, "people:decide", wish.pk))
    post(people.second, "people:decide", wish.pk, confirm="1")
    membership = people.someone.memberships.get()
    assert (membership.role, membership.granted_by, membership.seconded_by) == ("issuer", people.admin, people.second)
    assert len(mailoutbox) == 3 and MembershipRequest.objects.count() == 0


def test_a_proposal_is_dropped(people):
    wish = memberships.request_grant(people.someone, Role.ISSUER, people.north, by=people.admin)
    post(people.second, "people:decide", wish.pk, decline="1")
    assert (MembershipRequest.objects.count(), people.someone.memberships.count()) == (0, 0)


def test_a_role_is_ended_after_a_page_that_asks(people):
    membership = memberships.grant(people.someone, Role.TRAINER, people.north, by=people.admin)
    assert "trainer, north" in text_of(get(people.admin, "people:end", membership.pk))
    assert can(User.objects.get(pk=people.someone.pk), "write_pages")
    post(people.admin, "people:end", membership.pk, on="")
    assert not can(User.objects.get(pk=people.someone.pk), "write_pages")
    membership.refresh_from_db()
    assert membership.ended_by == people.admin


def test_the_last_administrator_cannot_be_ended_on_the_screen(people):
    memberships.end(people.second.memberships.get(), by=people.admin)
    response = post(people.admin, "people:end", people.admin.memberships.get().pk, on="")
    assert "The Center must keep an administrator" in text_of(response)


def test_the_center_adds_organisations_and_keeps_their_key(people):
    form = {"key": "west", "kind": "university", "name_kk": "Батыс", "name_ru": "Запад", "name_en": "West"}
    post(people.admin, "organisations:add", **form)
    west = Organisation.objects.get(key="west")
    post(people.admin, "organisations:edit", west.pk, **{**form, "key": "changed", "name_en": "Western"})
    west.refresh_from_db()
    assert (west.key, west.name_en) == ("west", "Western")
    post(people.local, "organisations:edit", west.pk, **{**form, "name_en": "Mine"})
    post(people.local, "organisations:add", **{**form, "key": "mine"})
    west.refresh_from_db()
    assert west.name_en == "Western" and not Organisation.objects.filter(key="mine").exists()
    post(people.admin, "organisations:delete", west.pk)
    assert Organisation.objects.filter(pk=west.pk).count() == 1


@pytest.mark.parametrize("role", ["trainer", "second_reader", "editor", "administrator", "issuer", "root"])
def test_wagtails_own_forms_for_people_and_groups_change_nothing(people, role):
    """S-01: everybody posts to every address of Wagtail's user and group screens; the rows stay as they were."""
    from django.contrib.auth.models import Group

    if role == "root":
        user = User.objects.create_superuser("root@example.kz", "-")
    else:
        user = build_staff(role, people.center, "actor")
    victim, group = people.second, Group.objects.first()

    def rows():
        return (
            list(User.objects.order_by("pk").values_list("pk", "email", "password", "is_superuser", "is_active")),
            sorted(User.groups.through.objects.values_list("user_id", "group_id")),
            sorted(Group.objects.values_list("pk", "name")),
        )

    client = enter(Client(), user)
    before = rows()
    form = {"email": "taken@example.kz", "is_superuser": "on", "is_active": "on", "groups": group.pk, "name": "x"}
    addresses = [
        *(reverse(f"wagtailusers_users:{name}") for name in ("index", "add")),
        *(reverse(f"wagtailusers_users:{name}", args=[victim.pk]) for name in ("edit", "delete", "copy")),
        *(reverse(f"wagtailusers_groups:{name}") for name in ("index", "add")),
        *(reverse(f"wagtailusers_groups:{name}", args=[group.pk]) for name in ("edit", "delete")),
        *(
            reverse("wagtail_bulk_action", args=["accounts", "user", action]) + f"?id={victim.pk}"
            for action in ("delete", "assign_role", "set_active_state")
        ),
    ]
    for address in addresses:
        client.get(address)
        client.post(address, form)
        client.post(address.replace(f"id={victim.pk}", "id=all"), {**form, "role": group.pk})
    assert rows() == before


def test_a_lost_second_factor_is_reset_on_two_screens(people):
    trainer = build_staff("trainer", people.north)
    build_factor(trainer)
    page = text_of(get(people.admin, "people:ask_factor_reset", trainer.pk))
    assert f"that it is {trainer} who asks" in page
    assert Authenticator.objects.filter(user=trainer).count() == 1
    post(people.admin, "people:ask_factor_reset", trainer.pk)
    reset = FactorReset.objects.get()
    assert "Second factors to reset" in text_of(get(people.second, "people:index"))
    post(people.admin, "people:decide_factor_reset", reset.pk, confirm="1")
    assert Authenticator.objects.filter(user=trainer).count() == 1
    post(people.second, "people:decide_factor_reset", reset.pk, confirm="1")
    assert Authenticator.objects.filter(user=trainer).count() == 0
