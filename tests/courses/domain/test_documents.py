"""Papers of a day: made once for a version of its texts, by a real renderer, read back by a real PDF parser."""

import os
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone, translation
from pypdf import PdfReader

from courses.domain import currency, documents, paper
from courses.enums import Paper, PaperState
from courses.models import DayDocument, Source
from courses.tasks import prepare_documents
from tests.factories.courses import build_course, page_of
from tests.factories.lesson import BLOCKS, EDITION, body_of, build_full_lesson, poisoned
from tests.factories.reference import build_change, build_source, cite

NOTHING = 5  # queries of a round that finds everything there
OFFERS = 4


@pytest.fixture
def day(site):
    """A day in English with a bare lesson and a full one; its texts are an hour old."""
    build_course(site, modules=1, units=1, languages=["en"])
    lesson = build_full_lesson(page_of("course-m01", "en"))
    cite(lesson, build_source("GOF", citation_en="Goffman, E. (1963). Stigma.", url="https://books.example/"))
    return page_of("course-m01", "en")


def text_of(document):
    with document.file.open() as file:
        reader = PdfReader(BytesIO(file.read()))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def made(kind):
    return DayDocument.objects.get(kind=kind, state=PaperState.READY)


def republish(page, **changes):
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    type(page).objects.filter(pk=page.pk).update(last_published_at=timezone.now() - timedelta(hours=1))


def test_a_day_gets_both_papers_once(day, queries):
    prepare_documents()
    assert sorted(DayDocument.objects.values_list("kind", "language", "state")) == [
        ("handout", "en", "ready"), ("trainer", "en", "ready"),
    ]  # fmt: skip
    first = list(DayDocument.objects.values_list("pk", "file", "made_at"))
    with queries(NOTHING):
        prepare_documents()
    assert list(DayDocument.objects.values_list("pk", "file", "made_at")) == first


def test_the_handout_has_what_is_taken_home_and_no_more(day):
    prepare_documents()
    text = text_of(made(Paper.HANDOUT))
    for taken in ("Name the act, not the person.", "A mark that lowers", "A call", "Stand up.", "Four parts and power",
                  "A child could not sleep; an adult stayed near.", "Goffman, E. (1963)", "books.example"):  # fmt: skip
        assert taken in text
    closed = ("The account that stays closed", "There is a place to talk", "Marat reads", "Would you read it aloud")
    for_trainers = ("A4 sheets", "Say that the case", "You want to listen", "Children forget", "second trainer")
    assert [left for left in (*closed, *for_trainers) if left in text] == []


def test_the_document_for_trainers_has_the_whole_session(day):
    prepare_documents()
    text = text_of(made(Paper.TRAINER))
    head = ["Day 1, for trainers", "A4 sheets", "Say that the case is invented", "0–30 min Arrive", "30–90 min"]
    rest = ["Children forget.", "The second trainer follows.", "Role cards: full-lesson en", "You want to listen"]
    assert [told for told in head + rest if told not in text] == []
    assert "The account that stays closed" not in text


@pytest.mark.parametrize("kind", list(Paper))
def test_papers_are_tagged_and_name_their_language(day, kind):
    prepare_documents()
    with made(kind).file.open() as file:
        reader = PdfReader(BytesIO(file.read()))
    root = reader.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], str(root["/Lang"]), "/StructTreeRoot" in root) == (True, "en", True)
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    fonts = [font.get_object()["/BaseFont"] for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts and all("+Literata-NRC" in name for name in fonts)


def test_content_in_another_language_says_so(day, site):
    """English content on a page of the Kazakh tree, as an untranslated alias shows it."""
    build_course(site, key="kz", modules=1, units=1, languages=["kk"])
    lesson = page_of("kz-m01-l1", "kk")
    lesson.alias_of = page_of("full-lesson", "en").page_ptr
    lesson.save()
    with translation.override("kk"):
        html = paper.to_html(page_of("kz-m01", "kk"), [page_of("kz-m01-l1", "kk")], Paper.HANDOUT)
    assert '<html lang="kk">' in html and '<section class="session" lang="en">' in html


def test_a_new_text_makes_a_new_paper_and_the_old_file_goes(day, django_capture_on_commit_callbacks):
    prepare_documents()
    old = made(Paper.HANDOUT).file.name
    republish(page_of("full-lesson", "en"), summary="Another summary.")
    assert (documents.offers(day)[Paper.HANDOUT].is_current, made(Paper.HANDOUT).file.name) == (False, old)
    with django_capture_on_commit_callbacks(execute=True):
        prepare_documents()
    assert "Another summary." in text_of(made(Paper.HANDOUT))
    assert (DayDocument.objects.count(), default_storage.exists(old)) == (2, False)
    assert documents.offers(day)[Paper.HANDOUT].is_current


def test_a_draft_changes_nothing(day):
    prepare_documents()
    page = page_of("full-lesson", "en")
    page.summary = "Only a draft."
    page.save_revision()
    prepare_documents()
    assert DayDocument.objects.count() == 2
    assert "Only a draft" not in text_of(made(Paper.HANDOUT))


def test_texts_published_just_now_wait(day):
    page_of("full-lesson", "en").save_revision().publish()
    prepare_documents()
    assert DayDocument.objects.count() == 0


def test_a_course_is_worked_off_a_few_at_a_time(site):
    build_course(site, modules=3, units=1)
    asked = []
    documents.prepare(asked.append)
    documents.prepare(asked.append)
    documents.prepare(asked.append)
    assert (len(asked), len(set(asked)), documents.AT_ONCE) == (9, 9, 4)


def test_a_lost_task_is_asked_for_again_and_a_fresh_one_is_not(day):
    asked = []
    documents.prepare(asked.append)
    documents.prepare(asked.append)
    assert len(asked) == 2
    DayDocument.objects.update(requested_at=timezone.now() - timedelta(minutes=11))
    documents.prepare(asked.append)
    assert sorted(asked) == sorted(asked[:2] * 2)


def test_a_paper_whose_texts_have_changed_since_is_not_made(day):
    asked = []
    documents.prepare(asked.append)
    republish(page_of("full-lesson", "en"), summary="Newer.")
    for pk in asked:
        documents.make(pk)
    assert DayDocument.objects.count() == 0


def test_a_letter_that_the_fonts_lack_is_named_and_can_be_mended(day):
    page = page_of("full-lesson", "en")
    republish(page, summary="Five ≤ six")
    prepare_documents()
    handout = DayDocument.objects.get(kind=Paper.HANDOUT)
    assert (handout.state, handout.problem) == (PaperState.FAILED, "LetterMissing ≤ (U+2264)")
    assert documents.offers(day)[Paper.HANDOUT].has_failed
    republish(page, summary="Five or six")
    prepare_documents()
    assert made(Paper.HANDOUT).size > 0


def test_a_file_that_is_too_large_is_refused(day, monkeypatch):
    monkeypatch.setattr(documents, "LARGEST", 1000)
    prepare_documents()
    assert {row.problem.split()[0] for row in DayDocument.objects.all()} == {"TooLarge"}


def test_hostile_texts_reach_nothing(day):
    page = page_of("full-lesson", "en")
    body = body_of([(kind, poisoned(value)) for kind, value in BLOCKS])
    edition = body_of([(kind, {**poisoned(value), "minutes": 5}) for kind, value in EDITION])
    republish(page, body=body, edition=edition)
    prepare_documents()
    assert "<script>alert(1)</script>" in text_of(made(Paper.HANDOUT))
    assert "<script>alert(1)</script>" in text_of(made(Paper.TRAINER))


def test_a_large_day_stays_below_two_megabytes_and_three_seconds(site):
    build_course(site, modules=1, units=0, languages=["en"])
    module = page_of("course-m01", "en")
    words = " ".join(["Бала үйге келді, нан сұрады."] * 30)
    drawings = sorted(paper.drawings())[:4]
    for number in range(4):
        body = [*BLOCKS, ("figure", {"drawing": drawings[number], "alt": "x", "caption": "y"})]
        body += [("activity", {"title": "T", "minutes": 9, "format": "pairs", "text": f"<p>{words}</p>"})] * 3
        edition = [(kind, {**value, "text": f"<p>{words}</p>"}) for kind, value in EDITION * 2]
        module.refresh_from_db()
        build_full_lesson(module, key=f"large-{number}", body=body_of(body), edition=body_of(edition))
    paper.renderer().render("<html lang=en><title>-</title><p>-")  # the child starts once for many papers
    for kind in Paper:
        before = child_seconds()
        content = paper.render(module, kind)
        assert len(content) < 2 * 1024 * 1024
        assert child_seconds() - before < 3


def child_seconds():
    with open(f"/proc/{paper.renderer().process.pid}/stat") as file:
        fields = file.read().split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.parametrize("count", [1, 3])
def test_cost(site, queries, count):
    build_course(site, modules=count, units=count, languages=["en"])
    module = page_of("course-m01", "en")
    assert module.locale.language_code == "en"
    documents.prepare(lambda pk: None)
    with queries(OFFERS):
        documents.offers(module)
    with queries(NOTHING):
        documents.prepare(lambda pk: None)


def test_only_live_pages_count(day):
    page_of("full-lesson", "en").unpublish()
    assert [each.kind for each in documents.wanted()] == [Paper.HANDOUT]
    page_of("course-m01-l1", "en").unpublish()
    assert documents.wanted() == []
    assert documents.offers(day) == {}


# --- Sources that changed, texts that were withdrawn


def test_papers_carry_a_change_until_the_text_is_checked(day):
    """The line has a date; both papers are made anew when the change is marked and when the text is cleared."""
    line = "A source of this page changed on 2 March 2026; we are checking the text. A new article"
    page = page_of("full-lesson", "en")
    assert page.edition
    prepare_documents()
    assert [line in text_of(made(kind)) for kind in Paper] == [False, False]
    change = build_change(Source.objects.get(key="GOF"))
    assert [documents.offers(day)[kind].is_current for kind in Paper] == [False, False]
    prepare_documents()
    assert [line in text_of(made(kind)) for kind in Paper] == [True, True]
    currency.clear(change.rechecks.get(), by=None)
    prepare_documents()
    assert [line in text_of(made(kind)) for kind in Paper] == [False, False]


def test_a_withdrawn_text_is_in_no_paper_from_that_moment(day, django_capture_on_commit_callbacks):
    prepare_documents()
    old = [made(kind).file.name for kind in Paper]
    with django_capture_on_commit_callbacks(execute=True):
        page_of("full-lesson", "en").unpublish()
    assert DayDocument.objects.count() == 0
    assert documents.offers(day)[Paper.HANDOUT].document is None
    assert [default_storage.exists(name) for name in old] == [False, False]
    prepare_documents()
    assert "Name the act, not the person." not in text_of(made(Paper.HANDOUT))


def test_a_day_that_comes_back_does_not_bring_its_old_paper_along(day):
    prepare_documents()
    day.unpublish()
    assert DayDocument.objects.count() == 0


def test_other_days_and_languages_keep_their_papers(site):
    build_course(site, modules=2, units=2, languages=["ru", "en"])
    prepare_documents()
    page_of("course-m01-l1", "en").unpublish()
    kept = DayDocument.objects.values_list("module_key", "language")
    days = {
        (page_of(name, "en").translation_key, code) for name in ("course-m01", "course-m02") for code in ("ru", "en")
    }
    assert set(kept) == days - {(page_of("course-m01", "en").translation_key, "en")}


def test_a_paper_that_is_being_made_when_its_text_is_withdrawn_is_not_kept(day, monkeypatch):
    asked = []
    documents.prepare(asked.append)
    render, seen = paper.render, []

    def withdrawn_meanwhile(module, kind):
        found = render(module, kind)
        page_of("full-lesson", "en").unpublish()
        return found

    def notice(document, pdf, keep=documents.keep):
        keep(document, pdf)
        seen.append(document.file.name)

    monkeypatch.setattr(paper, "render", withdrawn_meanwhile)
    monkeypatch.setattr(documents, "keep", notice)
    documents.make(asked[0])
    assert (DayDocument.objects.count(), len(seen)) == (0, 1)


def test_a_paper_that_fails_when_its_text_is_withdrawn_leaves_nothing(day, monkeypatch):
    asked = []
    documents.prepare(asked.append)

    def fail(module, kind):
        page_of("full-lesson", "en").unpublish()
        raise paper.TooLarge

    monkeypatch.setattr(paper, "render", fail)
    documents.make(asked[0])
    assert DayDocument.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_days_that_a_source_reaches_are_told_in_every_language(site, queries, count):
    build_course(site, modules=count, units=1)
    build_course(site, key="other", modules=1, units=1)
    source = build_source("GOF")
    for number in range(1, count + 1):
        for code in ("kk", "ru", "en"):
            cite(page_of(f"course-m{number:02}-l1", code), source)
    prepare_documents()
    ready = set(DayDocument.objects.filter(state=PaperState.READY).values_list("module_key", "language"))
    with queries(3):
        days = documents.citing(source)
    assert [[day.page.title for day in languages] for languages in days] == [
        [f"course-m{number:02} {code}" for code in ("kk", "ru", "en")] for number in range(1, count + 1)
    ]
    told = {(day.page.translation_key, day.language) for languages in days for day in languages if day.papers}
    assert told == {row for row in ready if row[0] in {day.page.translation_key for rows in days for day in rows}}
