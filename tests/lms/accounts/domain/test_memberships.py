from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from lms.accounts.domain import errors, memberships
from lms.accounts.models import Membership, MembershipRequest, User
from lms.accounts.roles import NOT_YET, Role, can
from tests.factories.people import build_person

DAY = timedelta(days=1)


def groups_of(user):
    return sorted(user.groups.values_list("name", flat=True))


def test_an_administrator_grants_and_the_membership_says_who(people):
    membership = memberships.grant(people.someone, Role.TRAINER, people.north, by=people.admin)
    assert (membership.user, membership.role, membership.organisation) == (people.someone, "trainer", people.north)
    assert (membership.granted_by, membership.seconded_by) == (people.admin, None)
    assert (membership.valid_from, membership.valid_to) == (timezone.localdate(), None)
    assert can(people.someone, "write_pages", people.north)
    assert groups_of(people.someone) == ["north: trainer"]


def test_the_administrator_of_a_university_grants_there_alone(people):
    memberships.grant(people.someone, Role.TRAINER, people.north, by=people.local)
    with pytest.raises(errors.NotAnAdministrator):
        memberships.grant(people.someone, Role.TRAINER, people.center, by=people.local)
    assert list(people.someone.memberships.values_list("organisation__key", flat=True)) == ["north"]


@pytest.mark.parametrize("role", ["trainer", "second_reader", "editor", "issuer"])
def test_nobody_else_grants(people, role):
    place = people.center if role == "editor" else people.north
    holder = build_person("holder")
    memberships.bootstrap(holder, Role(role), place)
    with pytest.raises(errors.NotAnAdministrator):
        memberships.grant(people.someone, Role.TRAINER, place, by=holder)
    assert groups_of(people.someone) == []


def test_nobody_grants_to_themselves(people):
    for verb in (memberships.grant, memberships.request_grant):
        with pytest.raises(errors.ToOneself):
            verb(people.admin, Role.ISSUER, people.center, by=people.admin)
    with pytest.raises(errors.NeedsSecond):
        memberships.grant(people.admin, Role.ISSUER, people.center, by=people.second, seconded_by=people.admin)
    assert list(people.admin.memberships.values_list("role", flat=True)) == ["administrator"]


@pytest.mark.parametrize("role", [Role.ISSUER, Role.ADMINISTRATOR])
def test_a_role_of_power_needs_a_second_administrator(people, role):
    for second, refusal in [
        (None, errors.NeedsSecond),
        (people.admin, errors.NeedsSecond),
        (build_person("colleague"), errors.NotAnAdministrator),
        (people.local, errors.NotAnAdministrator),
    ]:
        with pytest.raises(refusal):
            memberships.grant(people.someone, role, people.center, by=people.admin, seconded_by=second)
    assert groups_of(people.someone) == []
    membership = memberships.grant(people.someone, role, people.center, by=people.admin, seconded_by=people.second)
    assert (membership.granted_by, membership.seconded_by) == (people.admin, people.second)


def test_the_person_and_both_administrators_are_told(people, mailoutbox):
    mailoutbox.clear()
    memberships.grant(people.someone, Role.TRAINER, people.north, by=people.admin)
    assert mailoutbox == []
    memberships.grant(people.someone, Role.ISSUER, people.north, by=people.admin, seconded_by=people.second)
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(
        [people.someone.email, people.admin.email, people.second.email]
    )
    body = mailoutbox[0].body
    assert f"Person: {people.someone}\nRole: issuer of certificates\nOrganisation: north en\n" in body
    assert f"Granted by: {people.admin}\nConfirmed by: {people.second}\n" in body


def test_a_wish_waits_for_the_second_administrator(people):
    wish = memberships.request_grant(people.someone, Role.ISSUER, people.north, by=people.admin)
    assert not can(people.someone, "issue_certificates") and groups_of(people.someone) == []
    for by, refusal in [(people.admin, errors.NeedsSecond), (people.someone, errors.NeedsSecond)]:
        with pytest.raises(refusal):
            memberships.confirm(wish, by=by)
    membership = memberships.confirm(wish, by=people.second)
    assert (membership.granted_by, membership.seconded_by) == (people.admin, people.second)
    assert can(people.someone, "issue_certificates", people.north)
    assert MembershipRequest.objects.count() == 0


def test_a_wish_of_somebody_who_lost_the_role_cannot_be_confirmed(people):
    wish = memberships.request_grant(people.someone, Role.ISSUER, people.north, by=people.local)
    memberships.end(people.local.memberships.get(), by=people.admin)
    with pytest.raises(errors.NotAnAdministrator):
        memberships.confirm(MembershipRequest.objects.get(pk=wish.pk), by=people.second)
    memberships.decline(wish, by=people.second)
    assert MembershipRequest.objects.count() == 0
    assert not can(people.someone, "issue_certificates")


@pytest.mark.parametrize("role", NOT_YET)
def test_a_role_without_a_screen_cannot_be_granted(people, role):
    with pytest.raises(errors.NotYet):
        memberships.bootstrap(people.someone, role, people.north)


def test_editors_work_for_the_center(people):
    with pytest.raises(errors.OnlyInCenter):
        memberships.grant(people.someone, Role.EDITOR, people.north, by=people.admin)
    memberships.grant(people.someone, Role.EDITOR, people.center, by=people.admin)


def test_the_same_role_is_not_held_twice_on_a_day(people):
    today = timezone.localdate()

    def grant(first, last):
        return memberships.grant(
            people.someone, Role.TRAINER, people.north, by=people.admin, valid_from=first, valid_to=last
        )

    grant(today, today + 9 * DAY)
    for first, last in [(today + 9 * DAY, None), (today - DAY, today), (today + DAY, today + 2 * DAY)]:
        with pytest.raises(errors.AlreadyHeld):
            grant(first, last)
    grant(today + 10 * DAY, None)
    with pytest.raises(ValidationError, match="last day lies before the first"):
        grant(today - 5 * DAY, today - 6 * DAY)


def test_an_ended_role_is_gone_at_once(people):
    membership = memberships.grant(people.someone, Role.TRAINER, people.north, by=people.admin)
    assert can(people.someone, "write_pages")
    memberships.end(membership, by=people.local)
    fresh = User.objects.get(pk=people.someone.pk)
    assert not can(fresh, "write_pages")
    assert groups_of(fresh) == []
    assert (membership.ended_by, membership.valid_to) == (people.local, timezone.localdate())
    memberships.grant(people.someone, Role.TRAINER, people.north, by=people.admin)


def test_a_role_may_end_on_a_later_day(people):
    membership = memberships.grant(people.someone, Role.TRAINER, people.north, by=people.admin)
    memberships.end(membership, by=people.admin, on=timezone.localdate() + DAY)
    assert can(people.someone, "write_pages") and membership.ended_at is None
    assert Membership.objects.active(timezone.localdate() + 2 * DAY).filter(user=people.someone).count() == 0


def test_the_center_keeps_an_administrator(people):
    memberships.end(people.second.memberships.get(), by=people.admin)
    with pytest.raises(errors.LastAdministrator):
        memberships.end(people.admin.memberships.get(), by=people.admin)
    assert can(User.objects.get(pk=people.admin.pk), "manage_people", people.center)


def test_the_tick_follows_the_dates(people):
    today = timezone.localdate()
    memberships.grant(people.someone, Role.TRAINER, people.north, by=people.admin, valid_from=today + DAY)
    assert groups_of(people.someone) == []
    Membership.objects.filter(user=people.someone).update(valid_from=today)
    memberships.apply_dates()
    assert groups_of(people.someone) == ["north: trainer"]
    Membership.objects.filter(user=people.someone).update(valid_from=today - 3 * DAY, valid_to=today - DAY)
    memberships.apply_dates()
    assert groups_of(people.someone) == []


def test_the_command_line_grants_to_an_account_that_exists(people):
    out = StringIO()
    with translation.override("kk"):
        call_command("grant", "Someone@example.kz", "administrator", stdout=out)
    assert out.getvalue().endswith(", center kk\n") and out.getvalue().startswith("Granted: Someone Айгүл: ")
    assert can(User.objects.get(pk=people.someone.pk), "manage_people", people.north)
    for arguments, message in [
        (("nobody@example.kz", "trainer", "north"), "No account"),
        (("someone@example.kz", "trainer", "south"), "No organisation"),
        (("someone@example.kz", "administrator"), "already has this role"),
    ]:
        with pytest.raises(CommandError, match=message):
            call_command("grant", *arguments)
