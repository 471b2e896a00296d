"""The door in a real browser: a passkey from its making to a sign-in without password, and the way of a password."""

import pytest
from allauth.mfa.models import Authenticator

from lms.accounts.models import Profile
from tests.factories.people import build_organisation, build_staff

PASSWORD = "nine white horses"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def trainer(site):
    user = build_staff("trainer", build_organisation("north"))
    user.language = "kk"
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def phone(page):
    """A phone with a fingerprint reader, inside the browser."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return session


def sign_in(page, live_server, user, password=PASSWORD, language="kk"):
    page.goto(f"{live_server.url}/{language}/accounts/login/")
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", password)
    page.click("main form button.btn-wide >> nth=0")


def test_a_passkey_is_made_and_then_opens_the_staff_area_alone(page, live_server, trainer, phone, accessibility_faults):
    sign_in(page, live_server, trainer)
    page.wait_for_url("**/kk/accounts/")
    page.goto(f"{live_server.url}/admin/")
    page.wait_for_url("**/kk/accounts/")
    assert accessibility_faults() == []

    page.click("a[href$='/webauthn/add/']")
    page.fill("[name=password]", PASSWORD)  # asked once more before the step
    page.click("main button.btn-wide")
    page.wait_for_url("**/2fa/webauthn/add/")
    assert accessibility_faults() == []
    assert page.is_checked("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/2fa/recovery-codes/")
    assert len(page.query_selector_all("ol code")) == 10
    assert accessibility_faults() == []

    page.goto(f"{live_server.url}/admin/")
    page.wait_for_url("**/2fa/webauthn/reauthenticate/**")
    page.click("#mfa_webauthn_reauthenticate")
    page.wait_for_url(f"{live_server.url}/admin/")

    page.goto(f"{live_server.url}/kk/accounts/sessions/")
    page.click("form[action$='/sessions/end/'] button")
    page.wait_for_url("**/kk/accounts/login/**")
    page.click("#passkey_login")
    page.wait_for_url(f"{live_server.url}/admin/")
    assert Authenticator.objects.filter(user=trainer, type=Authenticator.Type.WEBAUTHN).count() == 1


def test_a_device_without_the_passkey_says_so_in_words(page, live_server, trainer, phone):
    page.goto(f"{live_server.url}/en/accounts/login/")
    assert page.is_hidden("#passkey_problem")
    page.click("#passkey_login")
    page.wait_for_selector("#passkey_problem", state="visible")
    assert page.url == f"{live_server.url}/en/accounts/login/"


def test_where_there_are_no_passkeys_the_door_does_not_speak_of_them(page, live_server, site):
    page.add_init_script("delete window.PublicKeyCredential")
    page.goto(f"{live_server.url}/en/accounts/login/")
    page.wait_for_load_state()
    assert page.is_hidden("#passkey_login") and page.is_visible("[name=password]")


def test_a_wrong_password_then_the_right_one_then_the_profile_once(page, live_server, trainer, accessibility_faults):
    Profile.objects.all().delete()
    sign_in(page, live_server, trainer, "nine wite horses", "en")
    assert "We could not sign you in." in page.inner_text("[role=alert]:visible")
    assert page.input_value("[name=login]") == trainer.email
    assert accessibility_faults() == []
    page.fill("[name=password]", PASSWORD)
    page.click("main form button.btn-wide >> nth=0")
    page.wait_for_url("**/en/my/profile/?next=**")
    assert accessibility_faults() == []
    page.click("main a.btn-text")
    page.wait_for_url("**/kk/accounts/")


def test_after_signing_out_nothing_is_shown_by_going_back(page, live_server, trainer):
    sign_in(page, live_server, trainer)
    page.wait_for_url("**/kk/accounts/")
    page.goto(f"{live_server.url}/kk/my/profile/")
    assert page.input_value("[name=family_name]") == "Әбенова"
    page.evaluate("localStorage.setItem('answer', 'unsent')")
    page.goto(f"{live_server.url}/kk/accounts/logout/")
    page.click("main button.btn-wide")
    page.wait_for_url("**/kk/accounts/login/")
    assert page.evaluate("localStorage.length") == 0
    page.go_back()
    page.go_back()
    page.wait_for_load_state()
    assert page.query_selector("[name=family_name]") is None


@pytest.mark.parametrize("address", ["login/", "signup/", "password/reset/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_doors_pages_can_be_used_by_everybody(
    page, live_server, site, address, scheme, accessibility_faults, scrolls_sideways
):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{live_server.url}/kk/accounts/{address}")
    assert (accessibility_faults(), scrolls_sideways()) == ([], False)
