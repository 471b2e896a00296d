"""A hall behind one router gets in; whoever guesses at an account does not (S-03)."""

import logging

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.test import Client

from lms.accounts import login_limits
from lms.accounts.models import Profile, User
from lms.core.address import UNKNOWN, client_address

DOOR = "/kk/accounts/login/"
PASSWORD = "nine white horses"


@pytest.fixture
def shared_cache(db, settings):
    """The cache of the production settings: a table, the same for every process."""
    settings.CACHES = {
        **settings.CACHES,
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "lms_cache"},
    }
    call_command("createcachetable", verbosity=0)


@pytest.fixture
def hall(site, shared_cache):
    """130 people with one password between them, for speed; returns their addresses."""
    one = User(email="x@example.kz")
    one.set_password(PASSWORD)
    people = User.objects.bulk_create(
        User(email=f"person{number}@example.kz", password=one.password) for number in range(130)
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in people
    )
    Profile.objects.bulk_create(Profile(user=user) for user in people)
    return [user.email for user in people]


def attempt(email, password=PASSWORD, address="198.51.100.7", client=None, **headers):
    """One try at the door; returns whether the person is in afterwards."""
    client = client or Client()
    client.post(DOOR, {"login": email, "password": password}, REMOTE_ADDR=address, headers=headers)
    return "_auth_user_id" in client.session


def test_130_people_get_in_from_one_address_40_of_them_after_a_mistake(hall):
    mistaken = [attempt(email, "nine wite horses") for email in hall[:40]]
    let_in = [attempt(email) for email in hall]
    assert (mistaken, let_in) == ([False] * 40, [True] * 130)


def test_wrong_passwords_for_one_account_stop_whatever_the_address(hall):
    tries = [attempt(hall[0], f"guess {number}", f"203.0.113.{number}") for number in range(20)]
    assert tries == [False] * 20
    assert attempt(hall[0], PASSWORD, "203.0.113.99") is False, "the right password, an unknown browser, too late"
    assert attempt(hall[1], PASSWORD, "203.0.113.5") is True, "another account is not concerned"


def test_the_tenth_try_still_counts_and_the_eleventh_is_not_looked_at(hall):
    for number in range(9):
        attempt(hall[0], f"guess {number}")
    assert attempt(hall[0]) is True
    attempt(hall[0], "guess 10")
    assert attempt(hall[0]) is False


def test_strangers_who_guess_do_not_lock_out_the_owner_on_a_known_browser(hall):
    own = Client()
    assert attempt(hall[0], client=own)
    own.post("/kk/accounts/logout/")
    for number in range(20):
        attempt(hall[0], f"guess {number}", f"203.0.113.{number}")
    assert attempt(hall[0], client=own) is True
    own.post("/kk/accounts/logout/")
    assert [attempt(hall[0], f"guess {number}", client=own) for number in range(10)] == [False] * 10
    assert attempt(hall[0], client=own) is False, "a known browser has ten tries, not more"


def test_a_forged_or_borrowed_device_cookie_opens_no_tries(hall):
    own = Client()
    attempt(hall[0], client=own)
    for number in range(20):
        attempt(hall[1], f"guess {number}")
    borrowed, forged = Client(), Client()
    borrowed.cookies["device"] = own.cookies["device"].value
    forged.cookies["device"] = own.cookies["device"].value[:-1] + "x"
    assert [attempt(hall[1], client=borrowed), attempt(hall[1], client=forged)] == [False, False]


@pytest.mark.parametrize("proxies", [0, 1])
def test_a_forged_header_gets_no_new_bucket(hall, settings, monkeypatch, proxies):
    settings.TRUSTED_PROXIES = proxies
    monkeypatch.setattr(login_limits, "ADDRESS", (5, 600))
    real = "198.51.100.7"
    added_by_proxy = f", {real}" if proxies else ""
    peer = "10.0.0.1" if proxies else real
    forged = [f"203.0.113.{number}{added_by_proxy}" for number in range(8)]
    for number, header in enumerate(forged):
        attempt(hall[number], "wrong", peer, **{"x-forwarded-for": header})
    assert attempt(hall[50], PASSWORD, peer, **{"x-forwarded-for": f"192.0.2.1{added_by_proxy}"}) is False
    elsewhere = {"x-forwarded-for": "203.0.113.200, 192.0.2.200"} if proxies else {}
    assert attempt(hall[51], PASSWORD, peer if proxies else "192.0.2.200", **elsewhere) is True


@pytest.mark.parametrize(
    ("proxies", "header", "peer", "expected"),
    [
        (0, "203.0.113.9", "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9", "10.0.0.1", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "10.0.0.1", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.2", "10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1", "10.0.0.1"),
        (1, "203.0.113.9:5000", "10.0.0.1", "203.0.113.9"),
        (1, "[2001:db8::1]:5000", "10.0.0.1", "2001:db8::1"),
        (1, "::ffff:203.0.113.9", "10.0.0.1", "203.0.113.9"),
        (1, "not an address", "10.0.0.1", "10.0.0.1"),
        (0, "", "", UNKNOWN),
    ],
)
def test_the_clients_address(rf, settings, proxies, header, peer, expected):
    settings.TRUSTED_PROXIES = proxies
    headers = {"x-forwarded-for": header} if header else {}
    assert client_address(rf.get("/", REMOTE_ADDR=peer, headers=headers)) == expected


def test_the_log_names_the_address_and_not_the_account(hall, caplog):
    with caplog.at_level(logging.WARNING, "lms.doors"):
        for number in range(11):
            attempt(hall[0], f"guess {number}")
    assert [record.getMessage() for record in caplog.records if record.name == "lms.doors"] == [
        "Too many tries to sign in, last from 198.51.100.7"
    ]


def test_the_words_say_what_to_do_and_not_which_part_was_wrong(hall, client):
    def words(email, password):
        page = client.post("/en/accounts/login/", {"login": email, "password": password}).content.decode()
        return page[page.index('role="alert"') :].split("<p>")[1].split("</p>")[0]

    expected = (
        "We could not sign you in. The e-mail and the password do not go together. "
        "Try once more, or ask for a new password."
    )
    assert words(hall[0], "wrong") == words("nobody@example.kz", "wrong") == expected
    for _ in range(10):
        words(hall[0], "wrong")
    for _ in range(11):
        unknown = words("nobody@example.kz", "wrong")
    assert words(hall[0], "wrong") == unknown


def test_a_new_password_by_its_owner_gives_new_tries(hall, client, mailoutbox):
    for number in range(20):
        attempt(hall[0], f"guess {number}")
    client.post("/en/accounts/password/reset/", {"email": hall[0]})
    code = next(line for line in mailoutbox[-1].body.splitlines() if "-" in line and len(line) < 16)
    client.post("/en/accounts/password/reset/confirm/", {"code": code})
    new = "ten black horses"
    client.post("/en/accounts/password/reset/complete/", {"password1": new, "password2": new})
    assert attempt(hall[0], new) is True
