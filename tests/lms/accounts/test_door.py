"""One door (S-02): what Wagtail would open beside it stays shut, and staff pages need the second factor."""

import pytest
from allauth.mfa.models import Authenticator
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from lms.accounts.models import User
from tests.factories.people import build_factor, build_organisation, build_person, build_staff, enter


@pytest.fixture
def trainer(site):
    return build_staff("trainer", build_organisation("north"))


@pytest.fixture
def superuser(site):
    return build_person("root", is_superuser=True)


def words(response):
    return BeautifulSoup(response.content, "html.parser").select_one("h1").get_text(strip=True)


CLOSED = [
    "/admin/users/",
    "/admin/users/add/",
    "/admin/users/edit/{pk}/",
    "/admin/users/copy/{pk}/",
    "/admin/users/delete/{pk}/",
    "/admin/groups/",
    "/admin/groups/new/",
    "/admin/bulk/accounts/user/delete/?id={pk}",
    "/admin/bulk/accounts/user/assign_role/?id=all",
    "/admin/bulk/auth/group/delete/?id=all",
    "/admin/password_reset/",
    "/admin/password_reset/confirm/x/y/",
    "/admin/pages/{page}/privacy/",
    "/admin/collections/{page}/privacy/",
    "/documents/authenticate_with_password/1/",
    "/kk/_util/login/",
    "/ru/_util/authenticate_with_password/1/1/",
]


@pytest.mark.parametrize("address", CLOSED)
def test_wagtails_own_doors_are_shut_for_a_superuser_too(address, client, superuser, site):
    victim = build_person("victim")
    victim.set_password("nine white horses")
    victim.save()
    before = User.objects.filter(pk=victim.pk).values().get()
    enter(client, superuser)
    path = address.format(pk=victim.pk, page=site.home["kk"].pk)
    change = {"email": "taken@example.kz", "password1": "other", "password2": "other", "is_superuser": "on"}
    assert [client.get(path).status_code, client.post(path, change).status_code] == [410, 410]
    assert User.objects.filter(pk=victim.pk).values().get() == before


def test_wagtails_login_leads_to_the_one_door(client, site):
    response = client.get("/admin/login/?next=/admin/images/", follow=True)
    assert response.redirect_chain[-1][0] == "/kk/accounts/login/?next=/admin/images/"
    assert client.post("/admin/login/", {"username": "a", "password": "b"}).status_code == 302
    assert client.get("/admin/unknown/", follow=True).redirect_chain[-1][0].startswith("/kk/accounts/login/")


def test_the_editors_account_page_has_neither_name_nor_address_nor_password_nor_picture(client, trainer):
    enter(client, trainer)
    trainer.set_password("nine white horses")
    trainer.save()
    enter(client, trainer)
    before = User.objects.filter(pk=trainer.pk).values().get()
    page = BeautifulSoup(client.get("/admin/account/").content, "html.parser")
    prefixes = {field["name"].split("-")[0] for field in page.select("main form [name]")}
    assert prefixes & {"name_email", "password", "avatar"} == set()
    assert {"locale", "theme"} <= prefixes
    client.post(
        "/admin/account/",
        {
            "name_email-email": "taken@example.kz",
            "password-old_password": "nine white horses",
            "password-new_password1": "ten black horses",
            "password-new_password2": "ten black horses",
            "locale-preferred_language": "ru",
            "theme-theme": "dark",
        },
    )
    assert User.objects.filter(pk=trainer.pk).values().get() == before


def test_a_learner_gets_the_closed_page_and_no_endless_redirect(client, site):
    client.force_login(build_person("learner"))
    response = client.get("/admin/pages/", headers={"accept-language": "en"})
    assert (response.status_code, words(response)) == (403, "This page is closed to your account")
    assert client.post("/admin/images/add/").status_code == 403


def test_staff_are_led_to_a_factor_then_to_its_use_then_in(client, trainer):
    client.force_login(trainer)
    response = client.get("/admin/", follow=True, headers={"accept-language": "ru"})
    assert response.redirect_chain == [("/en/accounts/", 302)]
    assert reverse("mfa_add_webauthn") in response.content.decode()

    build_factor(trainer)
    response = client.get("/admin/images/")
    assert response.url == "/en/accounts/2fa/reauthenticate/?next=%2Fadmin%2Fimages%2F"

    enter(client, trainer)
    assert client.get("/admin/").status_code == 200


def test_somebody_with_a_passkey_alone_is_asked_for_it(client, trainer):
    Authenticator.objects.create(user=trainer, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone"})
    client.force_login(trainer)
    assert client.get("/admin/").url == "/en/accounts/2fa/webauthn/reauthenticate/?next=%2Fadmin%2F"


def test_recovery_codes_alone_are_no_factor(client, trainer):
    Authenticator.objects.create(user=trainer, type=Authenticator.Type.RECOVERY_CODES, data={})
    client.force_login(trainer)
    assert client.get("/admin/").url == "/en/accounts/"


def test_a_session_opened_before_the_factor_was_set_has_not_used_it(trainer):
    old, new = Client(), Client()
    old.force_login(trainer)
    enter(new, trainer)
    assert new.get("/admin/").status_code == 200
    assert old.get("/admin/").url.startswith("/en/accounts/2fa/reauthenticate/")


def test_the_record_of_another_person_in_the_session_does_not_count(client, trainer):
    other = build_staff("trainer", build_organisation("south"))
    enter(client, other)
    kept = client.session["account_authentication_methods"]
    build_factor(trainer)
    client.force_login(trainer)
    session = client.session
    session["account_authentication_methods"] = kept
    session["account_authentication_methods_user"] = str(other.pk)
    session.save()
    assert client.get("/admin/").url.startswith("/en/accounts/2fa/reauthenticate/")


@pytest.mark.parametrize("has_factor", [False, True])
def test_without_the_second_step_nothing_can_be_changed_or_fetched_by_script(client, trainer, site, has_factor):
    if has_factor:
        build_factor(trainer)
    client.force_login(trainer)
    title = site.home["kk"].title
    page = f"/admin/pages/{site.home['kk'].pk}/edit/"
    assert client.post(page, {"title": "Changed", "action-publish": "1"}).status_code == 403
    assert client.get("/admin/pages/", headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403
    assert client.delete("/desk/anything/").status_code == 403
    site.home["kk"].refresh_from_db()
    assert site.home["kk"].title == title


def test_strangers_are_led_to_the_door_and_scripts_of_strangers_are_refused(client, site):
    assert client.get("/admin/images/?page=2").url == "/kk/accounts/login/?next=/admin/images/%3Fpage%3D2"
    assert client.get("/desk/").url == "/kk/accounts/login/?next=/desk/"
    assert client.post("/admin/images/add/").status_code == 403


def test_signing_out_of_the_staff_area_works_without_the_second_step(client, trainer):
    client.force_login(trainer)
    client.post("/admin/logout/")
    assert "_auth_user_id" not in client.session


def test_no_group_opens_the_closed_screens_by_a_right(client, trainer):
    trainer.groups.first().permissions.add(*Permission.objects.filter(content_type__app_label__in=["accounts", "auth"]))
    enter(client, trainer)
    home = client.get("/admin/").content.decode()
    assert [link for link in ("/admin/users/", "/admin/groups/") if link in home] == []


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_staff_area_speaks_the_language_of_the_person(client, trainer, language):
    User.objects.filter(pk=trainer.pk).update(language=language)
    trainer.refresh_from_db()
    page = enter(client, trainer).get("/admin/", headers={"accept-language": "de"}).content.decode()
    assert BeautifulSoup(page, "html.parser").html["lang"] == language


def test_a_language_chosen_in_the_editor_is_that_of_letters_and_refusals_too(client, trainer):
    UserProfile.objects.create(user=trainer, preferred_language="ru")
    page = enter(client, trainer).get("/admin/").content.decode()
    trainer.refresh_from_db()
    assert (BeautifulSoup(page, "html.parser").html["lang"], trainer.language) == ("ru", "ru")


@pytest.mark.parametrize("before", [None, "kk"])
def test_a_language_chosen_on_the_site_is_that_of_the_staff_area_too(client, trainer, before):
    """Also for somebody who has chosen another one in the admin, or has never been there."""
    if before:
        UserProfile.objects.create(user=trainer, preferred_language=before)
    enter(client, trainer).post("/en/my/profile/", {"sex": "-", "language": "ru"})
    profile = UserProfile.objects.get(user=trainer)
    assert (profile.preferred_language, profile.get_preferred_language()) == ("ru", "ru")
    profile.theme = "dark"
    profile.save()
    page = client.get("/admin/").content.decode()
    trainer.refresh_from_db()
    assert (BeautifulSoup(page, "html.parser").html["lang"], trainer.language) == ("ru", "ru")


def test_staff_alone_read_that_the_language_of_letters_is_that_of_the_staff_area(client, trainer):
    hints = {}
    for user in (trainer, build_person("learner")):
        enter(client, user)
        page = BeautifulSoup(client.get("/en/my/profile/").content, "html.parser")
        group = page.select_one("input[name=language]").find_parent("fieldset")
        ids = group.get("aria-describedby", "").split()
        hints[user.pk] = [page.find(id=one).get_text(strip=True) for one in ids]
    assert list(hints.values()) == [["It is that of the staff area, too."], []]


def test_a_learner_who_chooses_a_language_gets_no_profile_of_the_admin(client, site):
    learner = build_person("learner")
    client.force_login(learner)
    client.post("/en/my/profile/", {"sex": "-", "language": "en"})
    assert User.objects.get(pk=learner.pk).language == "en"
    assert not UserProfile.objects.filter(user=learner).exists()
