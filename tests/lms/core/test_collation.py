"""The database orders rows as the reader's alphabet does."""

import pytest
from django.utils.translation import override

from lms.accounts.models import Organisation, Profile, User
from lms.core.collation import Alphabetical
from lms.core.folding import plain

pytestmark = pytest.mark.django_db
KAZAKH = ["Абай", "Әсел", "Галия", "Ғани", "Камила", "Қанат", "Оразбек", "Өмір", "Үміт", "Інжу", "Ян", "Smith"]


def build(number, **names):
    return Organisation.objects.create(key=f"place-{number}", **names)


def names(language):
    with override(language):
        return [str(place) for place in Organisation.objects.exclude(key="center")]


def test_organisations_stand_in_the_order_of_the_readers_alphabet():
    for number, (kk, ru, en) in enumerate(
        [("Қызылорда", "Ялта", "Alpha"), ("Күнгей", "Ёлка", ""), ("Яблоня", "Дом", "Zeta"), ("Әлем", "Жук", "Beta")]
    ):
        build(number, name_kk=kk, name_ru=ru, name_en=en)
    assert names("kk") == ["Әлем", "Күнгей", "Қызылорда", "Яблоня"]
    assert names("ru") == ["Дом", "Ёлка", "Жук", "Ялта"]
    assert names("en") == ["Alpha", "Beta", "Zeta", "Күнгей"]


def test_what_hangs_on_an_organisation_can_stand_in_that_order():
    for name in ("Үміт", "Әлем"):
        user = User.objects.create_user(email=f"person{name}@example.kz")
        place = build(name, name_kk=name, name_ru=name)
        Profile.objects.create(user=user, family_name="Ян", given_name="Айгүл", organisation=place)
    with override("kk"):
        rows = Profile.objects.order_by("organisation")
        assert [str(row.organisation) for row in rows] == ["Әлем", "Үміт"]


def test_people_stand_in_the_order_of_the_kazakh_alphabet():
    for number, name in enumerate(reversed(KAZAKH)):
        user = User.objects.create_user(email=f"person{number}@example.kz")
        Profile.objects.create(user=user, family_name=name, given_name="Айгүл")
    rows = Profile.objects.order_by(Alphabetical("family_name", "kk"))
    assert list(rows.values_list("family_name", flat=True)) == KAZAKH


def test_the_database_makes_a_text_plain_as_the_words_that_are_looked_for():
    texts = ["ӘҒҚҢӨҰҮҺІЁ", "Семёнова-Қанат 5", "O'Neill", "ПРИВЕТ, Straße", ""]
    for number, text in enumerate(texts):
        build(number, name_kk=text)
    rows = Organisation.objects.exclude(key="center").order_by("key")
    assert list(rows.values_list("name_kk__plain", flat=True)) == [plain(text) for text in texts]
    assert rows.get(name_kk__plain__contains=plain("КАНАТ")).name_kk == "Семёнова-Қанат 5"
