"""The profile: names as a certificate needs them, and who may see what in words (R-05, C-16)."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override

from lms.accounts.models import Organisation, ProfessionalRole, Profile, Region, User
from lms.accounts.names import tidy, validate_latin, validate_name
from tests.factories.people import build_organisation, build_person

ADDRESS = "/en/my/profile/"


@pytest.fixture
def zhanar(client, site):
    user = build_person("zhanar")
    Profile.objects.filter(user=user).update(family_name="", given_name="")
    client.force_login(user)
    return user


@pytest.fixture
def work(db):
    return {
        "region": Region.objects.create(code="KZ-71", name_kk="Астана", name_ru="Астана", name_en="Astana").pk,
        "organisation": build_organisation("school").pk,
        "professional_role": ProfessionalRole.objects.create(code="teacher", name_kk="м", name_ru="у", name_en="t").pk,
    }


def fields(**more):
    return {"family_name": "Сәрсенова", "given_name": "Жанар", "sex": "-", "language": "kk", **more}


def errors(response):
    return {
        label["for"].removeprefix("id_"): box.get_text(strip=True)
        for box in BeautifulSoup(response.content, "html.parser").select(".field > .error")
        if (label := box.find_parent(class_="field").select_one("label"))
    }


@pytest.mark.parametrize(
    "name",
    [
        "Әбенова",
        "Ғани",
        "Қасым-Жомарт",
        "Һибатулла",
        "Щёголева",
        "O’Neil",
        "Müller",
        "Şoqan",
        "Ұлы Жібек",
        "Іңкәр",
        "Үміт",
    ],
)
def test_names_of_kazakh_russian_and_latin_letters_are_accepted(name):
    assert validate_name(name) is None


@pytest.mark.parametrize(
    "name", ["Жанар1", "<b>", "Ж@нар", "Жанар;", "林", "-", "’", "Җанар", "{{ x }}", "=1+1", "990101300012"]
)
def test_anything_else_is_refused(name):
    with pytest.raises(ValidationError):
        validate_name(name)


def test_letters_that_only_look_alike_are_told_apart():
    with override("en"), pytest.raises(ValidationError, match="mixed"):
        validate_name("Cәрсенова")  # the first letter is Latin
    with override("en"), pytest.raises(ValidationError, match="Latin letters here"):
        validate_latin("Сарсенова")


def test_a_name_is_tidied_before_it_is_looked_at():
    assert tidy("  Сәрсенова \t Жанар ") == "Сәрсенова Жанар"
    assert (tidy("O`Neil"), tidy("Йо")) == ("O’Neil", "Йо")


def test_what_is_typed_is_kept_and_the_name_is_confirmed_at_that_moment(client, zhanar, work):
    before = timezone.now()
    more = {**work, "patronymic": "Бөлатқызы", "latin_family_name": "Sarsenova", "latin_given_name": "Zhanar"}
    response = client.post(ADDRESS, fields(**more, sex="f", language="ru", name_is_right="on"))
    assert response.url == ADDRESS
    profile = Profile.objects.get(user=zhanar)
    assert (profile.full_name, profile.latin_name) == ("Сәрсенова Жанар Бөлатқызы", "Zhanar Sarsenova")
    assert (profile.region_id, profile.organisation_id, profile.professional_role_id) == tuple(work.values())
    assert (profile.sex, User.objects.get(pk=zhanar.pk).language) == ("f", "ru")
    assert before <= profile.name_confirmed_at <= timezone.now()
    assert "Сәрсенова Жанар Бөлатқызы" in client.get(ADDRESS).content.decode()


def test_a_changed_name_is_confirmed_anew_and_an_unchanged_one_keeps_its_moment(client, zhanar):
    client.post(ADDRESS, fields(name_is_right="on"))
    first = Profile.objects.get(user=zhanar).name_confirmed_at
    client.post(ADDRESS, fields(name_is_right="on", sex="f"))
    assert Profile.objects.get(user=zhanar).name_confirmed_at == first
    client.post(ADDRESS, fields(given_name="Жаннар", name_is_right="on"))
    assert Profile.objects.get(user=zhanar).name_confirmed_at > first
    client.post(ADDRESS, fields(given_name="Жанар"))
    assert Profile.objects.get(user=zhanar).name_confirmed_at is None


def test_faults_are_told_beside_the_field_and_nothing_is_kept(client, zhanar):
    response = client.post(ADDRESS, fields(given_name="Жанар1", latin_given_name="Жанар", family_name="я" * 81))
    assert errors(response) == {
        "family_name": "Ensure this value has at most 80 characters (it has 81).",
        "given_name": ("Use letters of the Kazakh, Russian or Latin alphabet, an apostrophe, a hyphen, a space."),
        "latin_given_name": "Use Latin letters here, as in your passport.",
    }
    assert Profile.objects.get(user=zhanar).given_name == ""
    response = client.post(ADDRESS, fields(family_name="", given_name="", name_is_right="on"))
    assert errors(response) == {"name_is_right": "Type your family name and given name first."}


def test_nothing_has_to_be_said(client, zhanar):
    client.post(ADDRESS, {"sex": "-", "language": "kk"})
    profile = Profile.objects.get(user=zhanar)
    assert (profile.full_name, profile.sex, profile.region, profile.name_confirmed_at) == ("", "-", None, None)


def test_later_leads_on_and_never_to_another_site(client, zhanar):
    page = BeautifulSoup(client.get(ADDRESS + "?next=/en/courses/").content, "html.parser")
    assert page.select_one("main a.btn-text")["href"] == "/en/courses/"
    assert client.post(ADDRESS, fields(next="/en/courses/")).url == "/en/courses/"
    page = BeautifulSoup(client.get(ADDRESS + "?next=https://elsewhere.example/").content, "html.parser")
    assert page.select("main a.btn-text") == []
    assert client.post(ADDRESS, fields(next="//elsewhere.example/")).url == ADDRESS


def test_somebody_else_cannot_be_changed_and_strangers_are_led_to_the_door(client, zhanar):
    other = build_person("aigul")
    client.post(ADDRESS, fields(user=other.pk, id=other.pk))
    assert Profile.objects.get(user=other).family_name == "Aigul"
    client.logout()
    assert client.get(ADDRESS).url == "/en/accounts/login/?next=/en/my/profile/"


def test_the_page_says_who_sees_what(client, zhanar):
    page = BeautifulSoup(client.get(ADDRESS).content, "html.parser")
    words = [item.get_text() for item in page.select("section.note li")]
    assert len(words) == 5 and "no public profiles" in words[2] and "no marks and no answers" in words[1]


def test_organisations_stand_in_the_order_of_the_readers_alphabet(client, zhanar):
    for name in ("Ясауи", "Әл-Фараби", "Қорқыт", "Абай", "Кеңес"):
        Organisation.objects.create(key=name, kind="university", name_kk=name, name_ru=name, name_en=name)
    page = BeautifulSoup(client.get(ADDRESS.replace("/en/", "/kk/")).content, "html.parser")
    shown = [option.get_text() for option in page.select("[name=organisation] option")]
    mine = [name for name in shown if name in ("Ясауи", "Әл-Фараби", "Қорқыт", "Абай", "Кеңес")]
    assert mine == ["Абай", "Әл-Фараби", "Кеңес", "Қорқыт", "Ясауи"]
    assert page.select("[name=organisation] option")[0]["value"] == ""


@pytest.mark.parametrize("count", [1, 3])
def test_the_cost_of_the_page_does_not_grow(client, zhanar, queries, count):
    for number in range(count):
        build_organisation(f"school{number}", Organisation.Kind.SERVICE)
    client.get(ADDRESS)
    with queries(9):
        client.get(ADDRESS)
