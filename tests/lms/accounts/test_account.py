"""Signing up, the second factor, the sessions, the address: what allauth does with our settings and words (S-02)."""

import json
import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from bs4 import BeautifulSoup
from cryptography.fernet import InvalidToken
from django.contrib.auth import authenticate
from django.core.cache import cache
from django.test import Client
from django.utils.translation import override

from lms.accounts import factor_secrets, sessions
from lms.accounts.adapter import MfaAdapter
from lms.accounts.models import Profile, User
from lms.accounts.templatetags.accounts import browser_name
from tests.factories.people import build_factor, build_person

PASSWORD = "nine white horses"
NEW = "ten black horses"


@pytest.fixture(autouse=True)
def no_tries_yet():
    cache.clear()


@pytest.fixture
def aigul(site):
    user = build_person("aigul")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, user, password=PASSWORD, language="kk", **more):
    return client.post(f"/{language}/accounts/login/", {"login": user.email, "password": password, **more})


def is_in(client):
    return "_auth_user_id" in client.session


def code_in(mail):
    return re.search(r"^[A-Z0-9]{3,4}-[A-Z0-9]{3,4}$", mail.body, re.MULTILINE).group()


def headings(response):
    return [h.get_text(strip=True) for h in BeautifulSoup(response.content, "html.parser").select("h1")]


# --- Signing up and in ------------------------------------------------------------------------------


def test_somebody_signs_up_with_a_code_typed_in_the_same_window(client, site, mailoutbox):
    fields = {"email": "new@example.kz", "password1": PASSWORD, "password2": PASSWORD}
    response = client.post("/ru/accounts/signup/", fields)
    assert (response.url, is_in(client)) == ("/ru/accounts/confirm-email/", False)
    (mail,) = mailoutbox
    assert mail.to == ["new@example.kz"]
    response = client.post(response.url, {"code": code_in(mail)})
    user = User.objects.get()
    assert (is_in(client), user.email, user.language) == (True, "new@example.kz", "ru")
    assert response.url == "/ru/my/profile/?next=%2Fru%2Fmy%2Fstart%2F"
    assert EmailAddress.objects.get().verified is True


def test_no_mail_or_page_tells_whether_an_address_has_an_account(client, aigul, mailoutbox):
    fields = {"password1": NEW, "password2": NEW}
    taken = client.post("/en/accounts/signup/", {"email": aigul.email, **fields})
    taken_page = client.get(taken.url).content
    free = Client()
    other = free.post("/en/accounts/signup/", {"email": "zhanar@example.kz", **fields})

    def blanked(page):
        return re.sub(rb'value="[A-Za-z0-9]{64}"|[a-z]+@example.kz', b"", page)

    assert taken.url == other.url
    assert blanked(taken_page) == blanked(free.get(other.url).content)
    assert {mail.to[0]: mail.subject for mail in mailoutbox} == {
        aigul.email: "You already have an account",
        "zhanar@example.kz": "Your code",
    }


def test_the_letter_to_an_accounts_owner_is_in_the_owners_language(client, aigul, mailoutbox):
    User.objects.filter(pk=aigul.pk).update(language="en")
    client.post("/ru/accounts/signup/", {"email": aigul.email, "password1": NEW, "password2": NEW})
    assert [mail.subject for mail in mailoutbox] == ["You already have an account"]


def test_a_session_ends_with_the_browser_unless_the_person_asks_to_stay(aigul):
    short, long = Client(), Client()
    sign_in(short, aigul)
    sign_in(long, aigul, remember="on")
    assert (short.cookies["sessionid"]["max-age"], long.cookies["sessionid"]["max-age"]) == ("", 14 * 24 * 60 * 60)


def test_the_profile_is_asked_for_once(client, aigul):
    Profile.objects.all().delete()
    assert sign_in(client, aigul, next="/kk/courses/").url == "/kk/my/profile/?next=%2Fkk%2Fcourses%2F"
    client.post("/kk/accounts/logout/")
    assert sign_in(client, aigul, next="/kk/courses/").url == "/kk/courses/"
    client.post("/kk/accounts/logout/")
    assert sign_in(client, aigul, next="https://elsewhere.example/").url == "/kk/my/start/"


def test_a_closed_account_does_not_get_in(client, aigul):
    User.objects.filter(pk=aigul.pk).update(is_active=False)
    response = sign_in(client, aigul, language="en")
    assert (headings(client.get(response.url)), is_in(client)) == (["This account is closed"], False)


def test_password_managers_find_the_fields(client, site):
    page = BeautifulSoup(client.get("/kk/accounts/login/").content, "html.parser")
    assert [(f["name"], f["autocomplete"]) for f in page.select("main input[autocomplete]")] == [
        ("login", "username"),
        ("password", "current-password"),
    ]
    page = BeautifulSoup(client.get("/kk/accounts/signup/").content, "html.parser")
    assert [(f["name"], f["autocomplete"]) for f in page.select("main input[autocomplete]")] == [
        ("email", "username"),
        ("password1", "new-password"),
        ("password2", "new-password"),
    ]
    assert page.select("main [placeholder]") == []


# --- The backend ------------------------------------------------------------------------------------


def test_people_without_a_mailbox_are_found_by_their_login_name(rf, db):
    user = User.objects.create_user(None, PASSWORD, login_name="kurak12")
    other = User.objects.create_user("aigul@example.kz", PASSWORD)
    request = rf.post("/")
    assert authenticate(request, login_name=" Kurak12 ", password=PASSWORD) == user
    assert authenticate(request, login_name="kurak12", password=NEW) is None
    assert authenticate(request, login_name="nobody", password=PASSWORD) is None
    assert authenticate(request, login_name="", password=PASSWORD) is None
    assert authenticate(request, email="AIGUL@example.kz", password=PASSWORD) == other
    User.objects.update(is_active=False)
    assert authenticate(request, login_name="kurak12", password=PASSWORD) is None


def test_the_door_does_not_take_a_login_name_yet(client, site):
    user = User.objects.create_user(None, PASSWORD, login_name="kurak12")
    client.post("/kk/accounts/login/", {"login": user.login_name, "password": PASSWORD})
    assert is_in(client) is False


# --- Address and password ---------------------------------------------------------------------------


def reauthenticate(client):
    client.post("/en/accounts/reauthenticate/", {"password": PASSWORD, "next": "/en/accounts/"})


def test_a_new_address_needs_the_password_a_code_and_tells_the_old_one_and_ends_other_sessions(aigul, mailoutbox):
    here, elsewhere = Client(), Client()
    sign_in(here, aigul)
    sign_in(elsewhere, aigul)
    response = here.post("/en/accounts/email/", {"email": "new@example.kz", "action_add": ""})
    assert response.url.startswith("/en/accounts/reauthenticate/") and mailoutbox == []
    reauthenticate(here)
    response = here.post("/en/accounts/email/", {"email": "new@example.kz", "action_add": ""})
    assert [mail.to for mail in mailoutbox] == [["new@example.kz"]]
    assert User.objects.get(pk=aigul.pk).email == "aigul@example.kz"

    here.post("/en/accounts/confirm-email/", {"code": code_in(mailoutbox[0])})
    assert User.objects.get(pk=aigul.pk).email == "new@example.kz"
    assert [(mail.to, mail.subject) for mail in mailoutbox[1:]] == [
        (["aigul@example.kz"], "The address of your account was changed")
    ]
    assert [client.get("/en/accounts/").status_code for client in (here, elsewhere)] == [200, 302]


def test_a_new_password_ends_other_sessions_and_is_told_by_mail(aigul, mailoutbox):
    here, elsewhere = Client(), Client()
    sign_in(here, aigul)
    sign_in(elsewhere, aigul)
    here.post("/en/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert [mail.subject for mail in mailoutbox] == ["A new password was set"]
    assert [client.get("/en/accounts/").status_code for client in (here, elsewhere)] == [200, 302]
    assert UserSession.objects.purge_and_list(aigul)[0].session_key == here.session.session_key


def test_signing_out_everywhere_ends_every_session_of_this_person_alone(aigul):
    other = build_person("zhanar")
    here, elsewhere, others = Client(), Client(), Client()
    for client in (here, elsewhere):
        sign_in(client, aigul)
    others.force_login(other)
    UserSession.objects.create(user=other, ip="192.0.2.1", session_key=others.session.session_key)
    here.post("/kk/accounts/sessions/end/")
    assert [is_in(client) for client in (here, elsewhere, others)] == [False, False, True]
    assert list(UserSession.objects.values_list("user", flat=True)) == [other.pk]


def test_the_address_of_a_device_is_forgotten_with_its_session(client, aigul, queries):
    sign_in(client, aigul)
    UserSession.objects.create(user=aigul, ip="192.0.2.9", user_agent="Old", session_key="ended")
    sessions.prune()
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [client.session.session_key]
    with queries(1):
        sessions.prune()


def test_the_list_of_devices_names_browsers_in_words(client, aigul):
    assert browser_name("Mozilla/5.0 (Linux; Android 9; SM-J415F) AppleWebKit/537.36 Chrome/96.0 Safari/537.36") == (
        "Chrome, Android"
    )
    assert browser_name("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/120 YaBrowser/24 Safari/537") == (
        "Yandex, Windows"
    )
    with override("en"):
        assert browser_name("curl/8") == "a browser"


# --- Second factors ---------------------------------------------------------------------------------


def test_the_secret_of_an_app_is_not_readable_in_the_database(aigul):
    authenticator = build_factor(aigul)
    stored = json.dumps(Authenticator.objects.get(pk=authenticator.pk).data)
    secret = factor_secrets.decrypt(authenticator.data["secret"])
    assert re.fullmatch(r"[A-Z2-7]{32}", secret)
    assert secret not in stored
    codes = RecoveryCodes.activate(aigul)
    seed = factor_secrets.decrypt(codes.instance.data["seed"])
    assert seed not in json.dumps(codes.instance.data)


def test_the_key_is_made_once_closed_to_others_and_can_be_replaced(settings, tmp_path):
    settings.FACTOR_KEY_FILE = tmp_path / "keys" / "factor.key"
    token = factor_secrets.encrypt("JBSWY3DPEHPK3PXP")
    first = settings.FACTOR_KEY_FILE.read_text()
    assert settings.FACTOR_KEY_FILE.stat().st_mode & 0o777 == 0o600
    factor_secrets.make_key_file(settings.FACTOR_KEY_FILE)
    assert settings.FACTOR_KEY_FILE.read_text() == first

    settings.FACTOR_KEY_FILE.write_text("a newer secret\n" + first)
    factor_secrets.cipher.cache_clear()
    assert factor_secrets.decrypt(token) == "JBSWY3DPEHPK3PXP"
    settings.FACTOR_KEY_FILE.write_text("a newer secret\n")
    factor_secrets.cipher.cache_clear()
    with pytest.raises(InvalidToken):
        factor_secrets.decrypt(token)
    factor_secrets.cipher.cache_clear()


def test_an_app_is_asked_for_after_the_password_and_its_code_opens(client, aigul):
    secret = factor_secrets.decrypt(build_factor(aigul).data["secret"])
    assert sign_in(client, aigul, language="en").url == "/en/accounts/2fa/authenticate/"
    assert is_in(client) is False
    client.post("/en/accounts/2fa/authenticate/", {"code": "000000"})
    assert is_in(client) is False
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    client.post("/en/accounts/2fa/authenticate/", {"code": code})
    assert is_in(client) is True


def test_codes_of_the_second_step_cannot_be_guessed_for_long(aigul, site):
    build_factor(aigul)
    words = []
    for number in range(12):
        client = Client(REMOTE_ADDR=f"203.0.113.{number}")
        sign_in(client, aigul, language="en")
        page = client.post("/en/accounts/2fa/authenticate/", {"code": "000000"}).content.decode()
        words.append("many wrong tries" in page)
    assert words == [False] * 10 + [True] * 2


def test_passkeys_belong_to_the_domain_of_the_settings_whatever_the_request_says(settings):
    settings.RP_ID = "lms.example.kz"
    assert MfaAdapter().get_public_key_credential_rp_entity()["id"] == "lms.example.kz"


def test_the_overview_tells_what_is_set_and_where_to_change_it(client, aigul, queries):
    client.force_login(aigul)
    page = BeautifulSoup(client.get("/en/accounts/").content, "html.parser")
    links = [a["href"] for a in page.select("main section a")]
    assert links == [
        "/en/accounts/email/",
        "/en/accounts/password/change/",
        "/en/accounts/2fa/webauthn/add/",
        "/en/accounts/2fa/totp/activate/",
        "/en/accounts/sessions/",
        "/en/my/profile/",
    ]
    build_factor(aigul)
    RecoveryCodes.activate(aigul)
    page = BeautifulSoup(client.get("/en/accounts/").content, "html.parser")
    assert [a["href"] for a in page.select("main section a")][3:5] == [
        "/en/accounts/2fa/totp/deactivate/",
        "/en/accounts/2fa/recovery-codes/",
    ]
    assert client.get("/en/accounts/2fa/").url == "/en/accounts/"
