"""What every answer says to the browser: the content policy, who may keep it, what to forget (S-08, S-12, S-19)."""

import pytest
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.urls import path
from wagtail.models import Collection

from lms import urls
from lms.core.models import SiteDocument
from tests.factories.people import build_person, enter

STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'self'",
    "manifest-src": "'self'",
}
RELAXED = {
    **STRICT,
    "script-src": "'self' 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
    "frame-src": "'self'",
}


def broken(request):
    raise RuntimeError("broken on purpose")


urlpatterns = [path("broken/", broken), path("admin/broken/", broken), *urls.urlpatterns]


def policy(response):
    return dict(rule.strip().split(" ", 1) for rule in response["Content-Security-Policy"].split(";"))


@pytest.fixture
def editor(client, site):
    enter(client, build_person("root", is_superuser=True))
    return client


@pytest.mark.parametrize("address", ["/kk/", "/ru/courses/", "/en/accounts/login/", "/kk/nothing-here/"])
def test_pages_of_the_site_are_strict(client, site, address):
    response = client.get(address)
    assert policy(response) == STRICT
    assert {
        name: response[name]
        for name in ("X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "X-Frame-Options")
    } == {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "X-Frame-Options": "SAMEORIGIN",
    }
    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(response["Permissions-Policy"].split(", "))


@pytest.mark.urls("tests.lms.core.test_headers")
def test_an_error_page_is_strict_too(client, site):
    client.raise_request_exception = False
    response = client.get("/broken/")
    assert (response.status_code, policy(response)) == (500, STRICT)


def test_the_editor_alone_is_relaxed_and_the_block_preview_is_not(editor, site):
    assert policy(editor.get("/admin/")) == RELAXED
    assert policy(editor.get(f"/admin/pages/{site.home['kk'].pk}/edit/")) == RELAXED
    assert policy(editor.get("/admin/block-preview/?id=x")) == STRICT


def test_a_preview_keeps_the_policy_of_the_page(editor, site):
    page = site.home["kk"]
    page.save_revision()
    assert policy(editor.get(f"/admin/pages/{page.pk}/view_draft/")) == STRICT
    fields = {"title": page.title, "slug": page.slug, "hero_title": "A", "hero_text": "B"}
    for name in ("facts", "audience", "quote"):
        fields[f"{name}-count"] = "0"
    address = f"/admin/pages/{page.pk}/edit/preview/"
    assert editor.post(address, fields).json()["is_valid"] is True
    response = editor.get(address)
    assert (response.status_code, policy(response)) == (200, STRICT)


def test_a_login_from_elsewhere_cannot_be_framed_or_posted_to(client, site):
    rules = policy(client.get("/kk/accounts/login/"))
    assert (rules["frame-ancestors"], rules["form-action"]) == ("'self'", "'self'")


def test_nothing_is_kept_for_people_who_are_signed_in(client, site):
    assert "no-store" not in client.get("/kk/").get("Cache-Control", "")
    client.force_login(build_person("aigul"))
    for address in ("/kk/", "/kk/my/profile/", "/kk/nothing-here/", "/sitemap.xml"):
        assert client.get(address)["Cache-Control"] == "private, no-store"


def test_documents_are_never_kept_even_when_nobody_is_signed_in(client, site):
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    document = SiteDocument.objects.create(title="A", file=ContentFile(b"text", "a.txt"))
    response = client.get(f"/documents/{document.pk}/a.txt")
    assert response["Cache-Control"] == "private, no-store"
    document.file.delete(save=False)


FORGET = '"cache", "storage"'


@pytest.mark.parametrize("address", ["/kk/accounts/logout/", "/admin/logout/", "/kk/accounts/sessions/end/"])
def test_signing_out_tells_the_browser_to_forget(client, site, address):
    user = build_person("aigul", is_superuser=True)
    client.force_login(user)
    # A session that allauth knows of, as after signing in at the door.
    UserSession.objects.create(user=user, ip="192.0.2.1", session_key=client.session.session_key)
    assert "Clear-Site-Data" not in client.get("/kk/")
    response = client.post(address)
    assert (response["Clear-Site-Data"], "_auth_user_id" in client.session) == (FORGET, False)
    assert "Clear-Site-Data" not in client.post(address)
