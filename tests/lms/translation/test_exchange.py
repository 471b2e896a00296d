"""Texts travel to an outside translator and back; a file with a fault changes nothing and says where it is."""

import io
import zipfile

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import PageLogEntry
from wagtail.rich_text import RichText
from wagtail_localize.models import StringTranslation

from lms.translation import editing, leads
from tests.factories.assessments import build_quiz
from tests.factories.courses import build_course, page_of
from tests.factories.people import build_organisation, build_staff
from tests.lms.review.conftest import Hand, review  # noqa: F401

TEXT = '<p>Call {name} <b>today</b> at <a href="https://example.org/">this page</a>.</p>'


@pytest.fixture
def kazakh(review):  # noqa: F811
    """A lesson with markup, a link and a placeholder, to be translated into Kazakh."""
    lead = page_of("north-m01-l2", "en")
    lead.body = [("text", RichText(TEXT))]
    lead.save_revision().publish()
    page_of("north-m01-l2", "kk").delete()
    page = page_of("north-m01-l2", "en").copy_for_translation(page_of("north-m01", "kk").locale, alias=True)
    editing.begin(page)
    return page


def exported(hand, page):
    response = hand.client.get(reverse("translations:export", args=[page.pk]))
    return polib.pofile(response.content.decode())


def send(hand, content, name="page.po"):
    content = content if isinstance(content, bytes) else str(content).encode()
    response = hand.client.post(reverse("translations:import"), {"file": SimpleUploadedFile(name, content)})
    return [(fault.line, fault.message) for fault in (response.context or {}).get("faults", [])]


def texts(page):
    rows = StringTranslation.objects.filter(locale=page.locale, context__object_id=page.translation_key)
    return {row.context.path.split(".")[0]: row.data for row in rows.select_related("context")}


def said(file, msgid):
    return next(entry for entry in file if entry.msgid.startswith(msgid))


GOOD = '{name} <b>бүгін</b> <a id="a1">осы бетке</a> қоңырау шалыңыз.'


def test_a_file_comes_back_translated(review, kazakh):  # noqa: F811
    file = exported(review.trainer, kazakh)
    assert (file.metadata["Language"], file.metadata["X-Source-Language"]) == ("kk", "en")
    assert {entry.msgctxt.split(".")[0] for entry in file} == {"title", "body"}
    assert kazakh.slug not in {entry.msgid for entry in file}
    said(file, "north").msgstr = "Дауыс"
    said(file, "Call").msgstr = GOOD
    assert send(review.trainer, file) == []
    assert texts(kazakh) == {"title": "Дауыс", "body": GOOD}
    review.trainer.post("review:submit_translation", kazakh.pk)
    review.reader.act(kazakh, "approve")
    review.editor.act(kazakh, "approve")
    page = page_of("north-m01-l2", "kk")
    assert (page.title, page.slug, page.live) == ("Дауыс", kazakh.slug, True)
    assert page.body[0].value.source == (
        '<p>{name} <b>бүгін</b> <a href="https://example.org/">осы бетке</a> қоңырау шалыңыз.</p>'
    )
    actions = PageLogEntry.objects.filter(page=kazakh.pk, action__startswith="translation.")
    assert sorted(actions.values_list("action", flat=True)) == ["translation.export", "translation.import"]


PLACEHOLDERS = "The placeholders differ from those of the original."
MARKUP = "The markup differs from that of the original."


@pytest.mark.parametrize(
    ("spoilt", "message"),
    [
        (GOOD.replace("{name}", "Оған"), PLACEHOLDERS),
        (GOOD.replace("{name}", "{аты}"), PLACEHOLDERS),
        (GOOD.replace("<b>бүгін</b>", "бүгін"), MARKUP),
        (GOOD.replace('id="a1"', 'href="https://evil.example/"'), MARKUP),
        (GOOD + "<script>alert(1)</script>", MARKUP),
    ],
)
def test_a_spoilt_text_is_told_by_its_line_and_nothing_is_changed(review, kazakh, spoilt, message):  # noqa: F811
    file = exported(review.trainer, kazakh)
    said(file, "north").msgstr = "Дауыс"
    said(file, "Call").msgstr = spoilt
    line = next(i for i, row in enumerate(str(file).splitlines(), 1) if row.startswith('msgctxt "body'))
    assert send(review.trainer, file) == [(line, message)]
    assert texts(kazakh) == {}


def test_files_that_are_none_of_this_page(review, kazakh, site):  # noqa: F811
    unknown = "No page of yours with this number is being translated into this language."
    file = exported(review.trainer, kazakh)
    said(file, "north").msgstr = "Дауыс"
    broken = str(file).replace('msgstr "Дауыс"', 'msgstr "Дауыс')
    line = next(i for i, row in enumerate(broken.splitlines(), 1) if row.endswith("Дауыс"))
    assert send(review.trainer, broken) == [(line, "This line is no sound PO.")]
    assert send(review.trainer, b"\xff\xfe\x00") == [(1, "The file is not in UTF-8.")]
    assert send(review.trainer, b"/etc/passwd") == [(1, "This line is no sound PO.")]
    file.metadata["Language"] = "ru"
    assert send(review.trainer, file) == [(1, unknown)]
    file.metadata["Language"] = "kk"
    said(file, "north").msgid = "Another text"
    assert [message for _line, message in send(review.trainer, file)] == [
        "This text is not in the page, or no longer: export the file anew."
    ]
    long = exported(review.trainer, kazakh)
    said(long, "north").msgstr = "Ұ" * 256
    assert [message for _line, message in send(review.trainer, long)] == ["The text is longer than 255 characters."]
    south = build_organisation("south")
    build_course(site, "south", modules=1, units=1, organisation=south)
    stranger = Hand(build_staff("trainer", south))
    mine = exported(review.trainer, kazakh)
    said(mine, "north").msgstr = "Дауыс"
    assert send(stranger, mine) == [(1, unknown)]
    assert stranger.client.get(reverse("translations:export", args=[kazakh.pk])).status_code == 404
    assert texts(kazakh) == {}


LONG = {
    "en": "An assessment is a conversation that somebody takes notes in, and the notes belong to the family. ",
    "kk": "Бағалау — біреу жазып отыратын әңгіме, ал жазылғаны отбасының өзіне тиесілі болып қалады. ",
    "ru": "Оценка — это разговор, во время которого кто-то записывает, а записи принадлежат семье. ",
}


@pytest.mark.parametrize(("language", "name"), [("ru", "Русский"), ("en", "English")])
def test_a_file_filled_in_another_language_changes_nothing(review, kazakh, language, name):  # noqa: F811
    file = exported(review.trainer, kazakh)
    said(file, "north").msgstr = "Дауыс"
    said(file, "Call").msgstr = GOOD + LONG[language] * 3
    assert send(review.trainer, file) == [
        (
            1,
            f"This file is for “Қазақша”, but its texts look like “{name}”. Put them into the file for “{name}”, "
            "and fill this one in “Қазақша”.",
        )
    ]
    assert texts(kazakh) == {}
    said(file, "Call").msgstr = GOOD + LONG["kk"] * 3
    assert send(review.trainer, file) == []
    assert texts(kazakh) == {"title": "Дауыс", "body": GOOD + LONG["kk"] * 3}


def test_what_somebody_wrote_meanwhile_is_kept(review, kazakh):  # noqa: F811
    file = exported(review.trainer, kazakh)
    said(file, "north").msgstr = "Сырттан"
    segment = leads.translation_of(kazakh).source.stringsegment_set.get(context__path="title")
    address = reverse("wagtail_localize:edit_string_translation", args=[leads.translation_of(kazakh).pk, segment.pk])
    review.editor.client.put(address, "value=Іштен", content_type="application/x-www-form-urlencoded")
    assert [message for _line, message in send(review.trainer, file)] == [
        "Somebody has changed this translation since the file was exported."
    ]
    assert texts(kazakh) == {"title": "Іштен"}


def test_a_module_travels_as_one_archive_without_its_questions(review, kazakh):  # noqa: F811
    build_quiz("north-m01", key="north-quiz")
    module = page_of("north-m01", "kk")
    for key in ("north-m01", "north-m01-l1"):
        editing.begin(page_of(key, "kk"))
    response = review.trainer.client.get(reverse("translations:export_module", args=[module.pk]))
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        files = {name: polib.pofile(archive.read(name).decode()) for name in archive.namelist()}
    assert len(files) == 3
    everything = "\n".join(str(file) for file in files.values())
    assert "Call {name}" in everything and "stem" not in everything.casefold()
    for file in files.values():
        for entry in file:
            if entry.msgctxt == "title":
                entry.msgstr = f"{entry.msgid} қазақша"
    assert send(review.trainer, archived(files), "module.zip") == []
    assert texts(kazakh) == {"title": "north-m01-l2 en қазақша"}
    said(next(file for name, file in files.items() if name.startswith("lesson-2")), "Call").msgstr = "—"
    said(next(file for name, file in files.items() if name.startswith("lesson-1")), "north").msgstr = "Өзгерді"
    assert [message for _line, message in send(review.trainer, archived(files), "module.zip")] == [PLACEHOLDERS]
    assert texts(page_of("north-m01-l1", "kk"))["title"] == "north-m01-l1 en қазақша"


def archived(files):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in files.items():
            archive.writestr(name, str(file))
    return written.getvalue()


def test_an_archive_that_inflates_without_end_is_refused(review, kazakh):  # noqa: F811
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("page.po", b"\n" * (6 * 1024 * 1024))
    response = review.trainer.client.post(
        reverse("translations:import"), {"file": SimpleUploadedFile("page.zip", written.getvalue())}
    )
    assert "This archive cannot be read, or it is too large." in response.content.decode()


def test_localizes_own_import_has_the_same_checks(review, kazakh):  # noqa: F811
    translation = leads.translation_of(kazakh)
    address = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    file = exported(review.trainer, kazakh)
    said(file, "north").msgstr = "Дауыс"
    said(file, "Call").msgstr = "Бүгін"
    upload = SimpleUploadedFile("page.po", str(file).encode())
    response = review.trainer.client.post(address, {"file": upload})
    assert [fault.message for fault in response.context["faults"]] == [PLACEHOLDERS]
    assert texts(kazakh) == {}


def test_a_changed_text_is_marked_for_the_translator(review, kazakh):  # noqa: F811
    file = exported(review.trainer, kazakh)
    said(file, "north").msgstr = "Дауыс"
    said(file, "Call").msgstr = GOOD
    send(review.trainer, file)
    review.trainer.post("review:submit_translation", kazakh.pk)
    review.reader.act(kazakh, "approve")
    review.editor.act(kazakh, "approve")
    lead = page_of("north-m01-l2", "en")
    lead.title = "Another title"
    lead.save_revision().publish()
    changed = {entry.msgid: (entry.msgstr, entry.comment) for entry in exported(review.trainer, kazakh)}
    assert changed["Another title"] == ("", "Changed. Before: north-m01-l2 en")
    assert [value for key, value in changed.items() if key.startswith("Call")] == [(GOOD, "")]


def test_a_reader_exports_and_imports_nothing(review, kazakh):  # noqa: F811
    file = exported(review.trainer, kazakh)
    said(file, "north").msgstr = "Дауыс"
    response = review.reader.client.get(reverse("translations:export", args=[kazakh.pk]))
    assert b"msgid" not in response.content
    send(review.reader, file)
    assert texts(kazakh) == {}
