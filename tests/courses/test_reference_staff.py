"""Screens of sources, changes, clearances and what is due."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from assessments.domain.bank import save_quiz
from courses.domain import clearance, currency
from courses.models import Clearance, Recheck, Source, SupportContact
from courses.tasks import prepare_documents
from lms.core.keys import key_uuid
from tests.factories.assessments import build_question
from tests.factories.courses import build_course, page_of
from tests.factories.people import build_center, build_organisation, build_staff, enter
from tests.factories.reference import build_change, build_source, cite

pytestmark = pytest.mark.django_db
CITED = 28  # queries of the screen of a source


@pytest.fixture
def course(site):
    return build_course(site, modules=1, units=2, organisation=build_organisation("north"))


@pytest.fixture
def source(course):
    found = build_source()
    for code in ("kk", "ru", "en"):
        cite(page_of("course-m01-l1", code), found)
    return found


@pytest.fixture
def editor(client, course):
    return enter(client, build_staff("editor", build_center()))


def text_of(response):
    assert response.status_code == 200
    return " ".join(BeautifulSoup(response.content, "html.parser").select_one("main").get_text(" ").split())


def mark(client, source, **fields):
    notes = {"note_kk": "Жаңа бап", "note_ru": "Новая статья", "note_en": "A new article"}
    return client.post(reverse("sources:changed", args=[source.pk]), {"changed_on": "2026-03-02", **notes, **fields})


def test_marking_a_source_reaches_readers_owners_and_the_log(editor, source, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert mark(editor, source).url == reverse("sources:cited", args=[source.pk])
    shown = text_of(editor.get(reverse("sources:cited", args=[source.pk])))
    for title in ("course-m01-l1 kk", "course-m01-l1 ru", "course-m01-l1 en", "Новая статья"):
        assert title in shown
    assert "course-m01-l2" not in shown
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        (["editor-center@example.kz"], "A source has changed")
    ]
    assert "1 text waits for your check." in mail.outbox[0].body
    assert "course-m01-l1" not in mail.outbox[0].body, "a mail names no lesson (R-17)"
    actions = ModelLogEntry.objects.values_list("action", flat=True)
    assert "courses.source_changed" in actions


def test_a_change_needs_its_note_in_every_language_and_a_day_that_has_come(editor, source):
    tomorrow = timezone.localdate() + timedelta(days=1)
    for wrong in ({"note_kk": ""}, {"note_ru": ""}, {"note_en": ""}, {"changed_on": tomorrow.isoformat()}):
        assert "form" in mark(editor, source, **wrong).context
    assert Recheck.objects.count() == 0


def test_the_line_on_the_page_goes_when_the_text_is_cleared(editor, source):
    change = build_change(source)
    url = page_of("course-m01-l1", "ru").get_url()
    assert "Новая статья" in text_of(editor.get(url))
    assert "Новая статья" not in text_of(editor.get(page_of("course-m01-l2", "ru").get_url()))
    editor.post(reverse("reference:rechecks"), {"clear": change.rechecks.get().pk})
    assert "Новая статья" not in text_of(editor.get(url))
    change.refresh_from_db()
    assert change.closed_at is not None


def test_a_marking_by_mistake_is_taken_back_in_one_press_with_its_reason(editor, source):
    change = build_change(source)
    lesson, cited = page_of("course-m01-l1", "ru").get_url(), reverse("sources:cited", args=[source.pk])
    assert "Новая статья" in text_of(editor.get(lesson))
    address = reverse("sources:take_back", args=[source.pk, change.pk])
    assert f'href="{address}"' in editor.get(cited).content.decode()
    asked = text_of(editor.get(address))
    for words in ("Новая статья", "1 text waits for a check", "course-m01-l1 kk", "0 people have had a letter"):
        assert words in asked
    assert "Новая статья" in text_of(editor.get(lesson)), "nothing happens by looking"
    assert "This field is required." in text_of(editor.post(address, {"reason": " "}))
    done = text_of(editor.post(address, {"reason": "Another law was meant"}, follow=True))
    assert "Новая статья" not in text_of(editor.get(lesson)) + done
    assert mail.outbox == []
    told = "Took back that the source has changed: Another law was meant"
    assert told in text_of(editor.get(reverse("sources:history", args=[source.pk])))
    again = editor.post(address, {"reason": "Another law was meant"}, follow=True)
    assert "This marking was taken back already." in again.content.decode()
    assert ModelLogEntry.objects.filter(action="courses.change_taken_back").count() == 1


def test_a_marking_that_was_acted_upon_stays_and_says_why(editor, source):
    change = build_change(source)
    address = reverse("sources:take_back", args=[source.pk, change.pk])
    editor.post(reverse("review:withdraw", args=[page_of("course-m01-l1", "en").pk]))
    shown = text_of(editor.get(address))
    assert "It can no longer be taken back." in shown and "“course-m01-l1 en” was withdrawn on" in shown
    assert "Why it was a mistake" not in shown
    refused = editor.post(address, {"reason": "Too late"}, follow=True).content.decode()
    assert "It can no longer be taken back." in refused
    assert change.rechecks.count() == 1


def test_only_those_who_mark_take_back(client, source):
    change = build_change(source)
    trainer = enter(client, build_staff("trainer", build_organisation("north")))
    trainer.post(reverse("sources:take_back", args=[source.pk, change.pk]), {"reason": "Not mine"})
    assert change.rechecks.count() == 1


def test_a_press_on_a_text_whose_marking_is_gone_says_so(editor, source):
    change = build_change(source)
    row = change.rechecks.get().pk
    currency.take_back(change, reason="A slip", by=None)
    for address in (reverse("reference:rechecks"), reverse("sources:cited", args=[source.pk])):
        told = editor.post(address, {"clear": row}, follow=True).content.decode()
        assert "This text waits for no check any more: the marking was taken back." in told


def test_a_text_of_another_organisation_is_not_theirs_to_clear(client, source):
    row = build_change(source).rechecks.get()
    south = enter(client, build_staff("administrator", build_organisation("south")))
    assert "No text waits for your check." in text_of(south.get(reverse("reference:rechecks")))
    south.post(reverse("reference:rechecks"), {"clear": row.pk})
    row.refresh_from_db()
    assert row.cleared_at is None


def test_withdraw_now_leads_to_the_withdrawal_in_all_languages(editor, source):
    build_change(source)
    html = BeautifulSoup(editor.get(reverse("sources:cited", args=[source.pk])).content, "html.parser")
    link = html.select_one("a[href*=withdraw]")["href"]
    editor.post(link)
    assert [page_of("course-m01-l1", code).live for code in ("kk", "ru", "en")] == [False, False, False]


def test_looked_at_today(editor, source):
    Source.objects.filter(pk=source.pk).update(checked_on=None, next_review=None)
    editor.post(reverse("sources:cited", args=[source.pk]), {"checked": "1"})
    source.refresh_from_db()
    assert source.checked_on == timezone.localdate()


def test_the_report_of_what_is_due(editor, source):
    names = {f"{field}_{code}": "Line" for field in ("label", "note") for code in ("kk", "ru", "en")}
    today = timezone.localdate()
    SupportContact.objects.create(key="old", contact="111", checked_on=today - timedelta(days=31), **names)
    SupportContact.objects.create(key="new", contact="222", checked_on=today - timedelta(days=30), **names)
    SupportContact.objects.create(key="unknown", contact="333", **names)
    build_source("NEVER", checked_on=None, next_review=None)
    shown = text_of(editor.get(reverse("reference:due")))
    assert [number for number in ("111", "222", "333") if f"Line: {number}" in shown] == ["111", "333"]
    assert shown.index("Line: 333") < shown.index("Line: 111")
    assert ("NEVER" in shown, "KZ-RC" in shown) == (True, source.next_review < today)


def needs(field, *names):
    for name in names:
        for code in ("kk", "ru", "en"):
            page = page_of(name, code)
            page.clearance = field
            page.save()


def cleared(client, page, **fields):
    url = reverse("reference:clear", args=[page.pk])
    form = client.get(url).context["form"]
    told = {"specialist": "Г. Асқарова", "position": "заңгер", "cleared_on": "2026-11-02", "has_read": "on"}
    return client.post(url, {"digest": form["digest"].initial or form.initial["digest"], **told, **fields})


def state(name, code):
    return clearance.state_of(page_of(name, code)).state


def test_a_clearance_is_of_one_version_in_one_language(editor, course):
    needs("law", "course-m01-l1")
    cleared(editor, page_of("course-m01-l1", "kk"))
    record = Clearance.objects.get()
    assert (record.specialist, record.language, record.cleared_on) == ("Г. Асқарова", "kk", date(2026, 11, 2))
    assert (state("course-m01-l1", "kk"), state("course-m01-l1", "ru")) == ("cleared", "missing")

    page = page_of("course-m01-l1", "kk")
    page.minutes = 99
    page.save()
    assert state("course-m01-l1", "kk") == "cleared", "the words are the same"
    page.summary = "Other words"
    page.save()
    assert state("course-m01-l1", "kk") == "changed"
    cleared(editor, page)
    assert state("course-m01-l1", "kk") == "cleared"


def test_readers_are_told_in_one_quiet_line(editor, course):
    needs("law", "course-m01-l1")
    line = "This text has not yet been cleared by a specialist in law; use it with care."
    url = page_of("course-m01-l1", "en").get_url()
    assert line in text_of(editor.get(url))
    cleared(editor, page_of("course-m01-l1", "en"))
    shown = text_of(editor.get(url))
    assert line not in shown
    assert "Асқарова" not in shown, "readers never see the name"
    assert line not in text_of(editor.get(page_of("course-m01-l2", "en").get_url()))


def test_what_changed_while_the_specialist_read_is_not_cleared(editor, course):
    needs("law", "course-m01-l1")
    assert cleared(editor, page_of("course-m01-l1", "kk"), digest="0" * 64).status_code == 302
    assert Clearance.objects.count() == 0
    cleared(editor, page_of("course-m01-l1", "kk"), has_read="")
    assert Clearance.objects.count() == 0


def test_an_untranslated_page_has_the_clearance_of_what_it_shows(editor, course):
    needs("law", "course-m01-l1")
    english, kazakh = page_of("course-m01-l1", "en"), page_of("course-m01-l1", "kk")
    type(kazakh).objects.filter(pk=kazakh.pk).update(alias_of=english, title=english.title)
    cleared(editor, english)
    assert state("course-m01-l1", "kk") == "cleared"


def test_the_support_page_says_that_nobody_has_cleared_it(editor, course):
    line = "These contacts have not yet been cleared by a specialist in help services; use them with care."
    assert line in text_of(editor.get("/en/support/"))
    url = reverse("reference:clear_support", args=["en"])
    told = {"specialist": "Г. Асқарова", "position": "111", "cleared_on": "2026-11-02", "has_read": "on"}
    editor.post(url, {"digest": clearance.support_text("en").digest, **told})
    assert line not in text_of(editor.get("/en/support/"))
    assert [clearance.support_state(code).state for code in ("kk", "ru", "en")] == ["missing", "missing", "cleared"]


def test_the_report_of_clearances_shows_each_language_and_only_ones_own(client, course, site):
    build_course(site, "far", modules=1, units=1, organisation=build_organisation("south"))
    needs("law", "course-m01-l1", "far-m01-l1")
    north = enter(client, build_staff("administrator", build_organisation("north")))
    rows = north.get(reverse("reference:clearances")).context["object_list"]
    assert [(row.page.title, row.language) for row in rows] == [
        (f"course-m01-l1 {code}", code) for code in ("kk", "ru", "en")
    ]
    assert clearance.lessons_of(build_staff("trainer", build_organisation("north"))) == []


@pytest.mark.parametrize("count", [1, 3])
def test_reports_cost_the_same_for_one_and_for_three(site, queries, count):
    course = build_course(site, modules=1, units=count, organisation=build_center())
    editor = build_staff("editor", course.organisation)
    needs("law", *(f"course-m01-l{number}" for number in range(1, count + 1)))
    clearance.report(editor)
    with queries(5):
        rows = clearance.report(editor)
    assert len(rows) == 3 * count + 3


@pytest.mark.parametrize("count", [1, 3])
def test_sources_changes_and_clearance_of_a_page_cost_the_same_for_one_and_for_three(site, rf, queries, count):
    build_course(site, modules=1, units=1)
    sources = [build_source(f"S{number}") for number in range(count)]
    cite(page_of("course-m01-l1", "en"), *sources)
    for source in sources:
        build_change(source)
    needs("law", "course-m01-l1")
    page = page_of("course-m01-l1", "en")
    context = page.get_context(rf.get("/"))
    with queries(4):  # sources, changes, the language of the text, its clearance
        assert (len(context["sources"]), len(context["changes"])) == (count, count)
        assert context["clearance"].state == "missing"
        assert list(context["terms"]) == []


def test_a_lesson_is_edited_with_its_sources(editor, source):
    page = page_of("course-m01-l1", "en")
    html = BeautifulSoup(editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content, "html.parser")
    assert html.select_one("[name=citations-TOTAL_FORMS]")["value"] == "1"
    found = editor.get(reverse("source_chooser:choose_results"), {"q": "kz-rc"})
    assert "KZ-RC" in found.content.decode()
    assert "KZ-RC" not in editor.get(reverse("source_chooser:choose_results"), {"q": "goffman"}).content.decode()
    Source.objects.update(citation_kk="ҚР Еңбек кодексі")
    for words in ("еңбек КОДЕКСІ", "енбек кодекси"):
        for address in (reverse("source_chooser:choose_results"), reverse("sources:index")):
            assert "KZ-RC" in editor.get(address, {"q": words}).content.decode(), (address, words)


def test_an_edited_source_list_reaches_readers(editor, source):
    page = page_of("course-m01-l2", "en")
    page.citations.create(source=source)
    page.save_revision().publish()
    assert "KZ-RC in English" in text_of(editor.get(page.get_url()))
    assert page_of("course-m01-l2", "en").translation_key == key_uuid("course-m01-l2")


# --- What a change reaches


def rows_of(client, source, table=0):
    html = BeautifulSoup(client.get(reverse("sources:cited", args=[source.pk])).content, "html.parser")
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]
        for row in html.select("main table")[table].select("tbody tr")
    ]


def test_the_source_shows_lessons_questions_and_papers_in_three_languages(editor, source, course):
    question = build_question("plover", organisation=course.organisation).question
    question.sources.add(source)
    question.save()
    for _round in range(2):
        prepare_documents()
    assert rows_of(editor, source) == [
        ["Lesson", "course-m01-l1 en en course-m01-l1 kk kk course-m01-l1 ru ru"],
        ["Question", "plover stem kk kk plover stem ru ru plover stem en en"],
    ]
    assert [(day, papers.partition(" (")[0]) for day, papers in rows_of(editor, source, table=1)] == [
        (f"course-m01 {code} {code}", "handout for learners") for code in ("kk", "ru", "en")
    ]


def test_only_pages_are_withdrawn_and_only_by_those_who_may(client, editor, source, course):
    question = build_question("plover", organisation=course.organisation).question
    question.sources.add(source)
    question.save()
    build_change(source)

    def actions(hand):
        html = BeautifulSoup(hand.get(reverse("reference:rechecks")).content, "html.parser")
        rows = html.select("main tbody tr")
        return [[" ".join(a.get_text().split()) for a in row.select("button, a.no")] for row in rows]

    told = "takes the text out of sight in all languages, until a review has published it again."
    assert actions(editor) == [["Checked: the text is right", "Withdraw now"], ["Checked: the text is right"]]
    assert told in text_of(editor.get(reverse("reference:rechecks")))
    owner = build_staff("trainer", course.organisation)
    page = page_of("course-m01-l1", "ru")
    type(page).objects.filter(pk=page.pk).update(owner=owner)
    assert actions(enter(client, owner)) == [["Checked: the text is right"]], "a trainer withdraws nothing"
    assert told not in text_of(client.get(reverse("reference:rechecks")))


def test_a_change_that_only_a_deleted_text_held_open_is_closed_by_hand(editor, source, course):
    change = build_change(source)
    for code in ("kk", "ru", "en"):
        page_of("course-m01-l1", code).delete()
    button = "No text waits any more: close the change"
    assert button in text_of(editor.get(reverse("sources:cited", args=[source.pk])))
    editor.post(reverse("sources:cited", args=[source.pk]), {"checked": "1"})
    change.refresh_from_db()
    assert change.closed_at is not None
    assert "Changed on 2 March 2026, worked in on" in text_of(editor.get(reverse("sources:cited", args=[source.pk])))


@pytest.mark.parametrize("count", [1, 3])
def test_the_screen_of_a_source_costs_the_same_for_one_text_and_for_three(site, client, queries, count):
    course = build_course(site, modules=count, units=1, organisation=build_center())
    source = build_source()
    for number in range(1, count + 1):
        cite(page_of(f"course-m{number:02}-l1", "en"), source)
        question = build_question(f"q{number}").question
        question.sources.add(source)
        question.save()
        save_quiz(f"quiz{number}", organisation=course.organisation, question_keys=[f"q{number}"])
    for _change in range(count):
        for row in build_change(source).rechecks.all():
            currency.clear(row, by=None)
    build_change(source)
    editor = enter(client, build_staff("editor", course.organisation))
    address = reverse("sources:cited", args=[source.pk])
    editor.get(address)
    with queries(CITED):
        shown = text_of(editor.get(address))
    assert shown.count("new attempts leave out 1 question") == count
    assert shown.count("worked in on") == count
