"""A lost second factor is taken away by two administrators who answer for every role of the person (S-02)."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import mail
from wagtail.models import ModelLogEntry

from lms.accounts.domain import errors, factors, memberships
from lms.accounts.models import FactorReset
from lms.accounts.roles import Role
from tests.factories.people import build_factor, build_staff


@pytest.fixture
def trainer(people):
    """Teaches at "north", has a second factor and is signed in on a device."""
    user = build_staff("trainer", people.north)
    build_factor(user)
    UserSession.objects.create(user=user, ip="192.0.2.1", user_agent="Telephone", session_key="of-a-device")
    return user


def factors_left(user):
    return Authenticator.objects.filter(user=user).count()


def test_two_administrators_take_it_away_and_everybody_is_told(people, trainer, django_capture_on_commit_callbacks):
    reset = factors.request_reset(trainer, by=people.admin)
    assert factors_left(trainer) == 1
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        factors.confirm_reset(reset, by=people.local)
    assert factors_left(trainer) == 0
    assert UserSession.objects.filter(user=trainer).count() == 0
    assert FactorReset.objects.count() == 0
    told = sorted(message.to[0] for message in mail.outbox)
    assert told == sorted([trainer.email, people.admin.email, people.local.email])
    assert list(ModelLogEntry.objects.filter(action="accounts.reset_factor").values_list("user", flat=True)) == [
        people.local.pk
    ]


def test_nobody_does_it_alone(people, trainer):
    reset = factors.request_reset(trainer, by=people.admin)
    with pytest.raises(errors.NeedsSecond):
        factors.confirm_reset(reset, by=people.admin)
    with pytest.raises(errors.AlreadyAsked):
        factors.request_reset(trainer, by=people.local)
    assert factors_left(trainer) == 1


def test_nobody_does_it_for_themselves(people):
    build_factor(people.admin)
    with pytest.raises(errors.MayNotReset):
        factors.request_reset(people.admin, by=people.admin)
    reset = factors.request_reset(people.admin, by=people.second)
    with pytest.raises(errors.MayNotReset):
        factors.confirm_reset(reset, by=people.admin)
    assert factors_left(people.admin) == 1


def test_a_university_does_not_touch_who_also_works_for_the_center(people, trainer):
    """Else a university's administrators could take over an editor's account."""
    memberships.bootstrap(trainer, Role.EDITOR, people.center)
    with pytest.raises(errors.MayNotReset):
        factors.request_reset(trainer, by=people.local)
    reset = factors.request_reset(trainer, by=people.admin)
    with pytest.raises(errors.MayNotReset):
        factors.confirm_reset(reset, by=people.local)
    assert factors_left(trainer) == 1


def test_who_lost_the_right_meanwhile_does_not_count(people, trainer):
    reset = factors.request_reset(trainer, by=people.admin)
    memberships.end(people.admin.memberships.get(), by=people.second)
    reset = FactorReset.objects.get(pk=reset.pk)
    with pytest.raises(errors.MayNotReset):
        factors.confirm_reset(reset, by=people.second)
    assert factors_left(trainer) == 1


def test_a_proposal_is_dropped_and_nothing_to_reset_is_said(people, trainer):
    factors.drop_reset(factors.request_reset(trainer, by=people.admin), by=people.local)
    assert (FactorReset.objects.count(), factors_left(trainer)) == (0, 1)
    with pytest.raises(errors.NoFactor):
        factors.request_reset(people.someone, by=people.admin)
