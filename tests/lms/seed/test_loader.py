import pytest
from django.core.management import call_command
from wagtail.models import Locale, Page, Site

from courses.models import Course, LessonPage
from lms.accounts.models import Organisation
from lms.core.keys import key_uuid
from lms.seed.content import read_content
from lms.seed.loader import load
from lms.seed.records import load_sources
from lms.seed.specs import course_specs, site_specs
from tests.lms.seed.test_trainer_file import WHOLE, write

pytestmark = pytest.mark.any_database


@pytest.fixture
def loaded(content_root, transactional_db):
    call_command("flush", interactive=False, verbosity=0)  # the site that other tests share may still stand

    def run():
        content = read_content(content_root)
        assert content.problems == []
        center, _ = Organisation.objects.get_or_create(key="center", defaults={"name_kk": "О", "name_ru": "Ц"})
        course, _ = Course.objects.get_or_create(
            key="small",
            defaults={"title_kk": "Ш", "title_ru": "М", "title_en": "S", "organisation": center, "hours": 8},
        )
        load_sources(content.sources)
        specs = [*site_specs(content), *course_specs(content, content.courses[0], course, {})]
        return load(specs, site_name="Center")

    return run


def lesson(language):
    return LessonPage.objects.get(translation_key=key_uuid("d02-l1"), locale__language_code=language)


def test_every_page_stands_in_three_trees_with_its_own_words(loaded, client):
    loaded()
    titles = {
        code: list(
            Page.objects.filter(locale=Locale.objects.get(language_code=code), depth__gt=1)
            .order_by("path")
            .values_list("title", flat=True)
        )
        for code in ("en", "ru", "kk")
    }
    assert titles == {
        "en": ["Home", "Courses", "Small course", "Stigma and language", "What stigma is", "Help"],
        "ru": ["Главная", "Курсы", "Малый курс", "Стигма и язык", "Что такое стигма", "Помощь"],
        "kk": ["Басты бет", "Курстар", "Шағын курс", "Стигма және тіл", "Стигма деген не", "Көмек"],
    }
    assert lesson("kk").url == "/kk/courses/small/stigma-and-language/what-stigma-is/"


def test_a_translation_keeps_the_source_blocks_and_their_ids(loaded):
    loaded()
    english, kazakh = lesson("en"), lesson("kk")
    assert [block.id for block in kazakh.body] == [block.id for block in english.body]
    assert str(kazakh.body[0].value.source) == (
        '<p>Көзқарас with <b>билік</b> and <a href="https://example.org/">тағы</a>.</p>'
    )
    assert [str(choice["text"]) for choice in kazakh.body[3].value["choices"]] == ["Айдар", "Шек"]


def test_a_lesson_cites_its_sources_in_every_language(loaded):
    loaded()
    loaded()
    cited = {code: [row.source.key for row in lesson(code).citations.all()] for code in ("en", "ru", "kk")}
    assert cited == {"en": ["GOF", "LP"], "ru": ["GOF", "LP"], "kk": ["GOF", "LP"]}


def test_loading_again_writes_nothing(loaded):
    first, second = loaded(), loaded()
    assert (len(first.written), first.unchanged, first.kept) == (18, [], [])
    assert (second.written, len(second.unchanged), second.kept) == ([], 18, [])


def test_a_changed_file_reaches_the_page_and_an_edited_page_is_kept(loaded, lesson_path):
    loaded()
    page = lesson("ru")
    page.title = "Правка редактора"
    page.save_revision().publish()
    for language, old, new in (("ru", "Пять", "Шесть"), ("kk", "Бес", "Алты")):
        path = lesson_path(language)
        path.write_text(path.read_text().replace(old, new))
    outcome = loaded()
    assert (outcome.written, outcome.kept) == (["d02-l1 (kk)"], ["d02-l1 (ru)"])
    assert lesson("ru").title == "Правка редактора"
    assert str(lesson("kk").body[1].value["text"]) == "Алты бөлік"


def test_an_interrupted_load_goes_on_where_it_stopped(loaded):
    class Killed(Exception):
        pass

    from lms.seed import loader

    real = loader._write_translation
    calls = []

    def dies(spec, language, outcome):
        calls.append(spec.key)
        if len(calls) == 4:
            raise Killed
        real(spec, language, outcome)

    loader._write_translation = dies
    try:
        with pytest.raises(Killed):
            loaded()
    finally:
        loader._write_translation = real
    outcome = loaded()
    assert len(outcome.unchanged) == 6 + 3
    assert lesson("kk").title == "Стигма деген не"


def test_a_missing_language_shows_the_source_under_its_own_address(loaded, lesson_path):
    lesson_path("kk").unlink()
    loaded()
    assert lesson("kk").alias_of.title == "What stigma is"
    assert lesson("kk").live
    assert lesson("kk").url == "/kk/courses/small/stigma-and-language/what-stigma-is/"


def test_the_trainers_edition_is_loaded_in_every_language(loaded, content_root):
    loaded()
    assert (len(lesson("en").edition), lesson("en").before) == (0, "")
    write(content_root, "en")
    write(content_root, "ru", WHOLE.replace("Pairs read", "Пары читают").replace("Say that", "Скажите, что"))
    write(content_root, "kk", WHOLE.replace("Pairs read", "Жұптар оқиды").replace("A4 sheets", "А4 парақтар"))
    assert loaded().written == ["d02-l1 (en)", "d02-l1 (kk)", "d02-l1 (ru)"]
    english, kazakh, russian = lesson("en"), lesson("kk"), lesson("ru")
    assert [block.block_type for block in kazakh.edition] == ["step", "step", "role_card", "answers", "care"]
    assert [block.id for block in kazakh.edition] == [block.id for block in english.edition]
    assert kazakh.edition[1].value["text"].source == "<p>Жұптар оқиды.</p>"
    assert [str(line.value) for line in kazakh.materials] == ["А4 парақтар, felt pens", "Cards: one for each"]
    assert russian.before == "Скажите, что the case is invented."
    assert kazakh.edition[0].value["minutes"] == 30
    assert loaded().written == []


def test_pages_are_linked_in_mails_under_the_address_of_the_site(loaded, settings):
    for base in ("http://localhost:8760", "http://localhost:8761", "https://lms.example.kz"):
        settings.WAGTAILADMIN_BASE_URL = base
        loaded()
        path = "/kk/courses/small/stigma-and-language/what-stigma-is/"
        assert (lesson("kk").full_url, lesson("kk").url) == (base + path, path)


def test_an_address_that_an_administrator_chose_stays(loaded, settings):
    loaded()
    Site.objects.update(hostname="center.example.kz", port=8443)
    settings.WAGTAILADMIN_BASE_URL = "https://lms.example.kz"
    loaded()
    assert [(site.hostname, site.port) for site in Site.objects.all()] == [("center.example.kz", 8443)]
