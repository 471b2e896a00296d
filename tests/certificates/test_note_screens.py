"""The note to holders of certificates: written by the Center, read by the holders."""

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse

from certificates.domain import notes
from certificates.models import ChangeNote
from courses.domain import currency
from courses.models import SourceChange
from tests.factories.certificates import hold
from tests.factories.courses import page_of
from tests.factories.people import build_center, build_organisation, build_staff, enter
from tests.factories.reference import build_change, build_source, cite

NOTE = {"note_kk": "Енді мектеп хабарлайды.", "note_ru": "Теперь сообщает школа.", "note_en": "The school reports."}


@pytest.fixture
def holders(graduates):
    _cohort, people = graduates
    return [hold(row, serial).holder.user for serial, row in enumerate(people, 1)]


@pytest.fixture
def change(holders):
    source = build_source()
    cite(page_of("course-m01-l1", "en"), source)
    change = build_change(source)
    for row in change.rechecks.all():
        currency.clear(row, by=None)
    return SourceChange.objects.get(pk=change.pk)


def main(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").select_one("main").get_text(" ").split())


def screen(change):
    return reverse("certificates:note", args=[change.pk])


def test_the_center_is_led_from_the_source_to_the_note_and_sees_how_far_it_is(
    client, change, django_capture_on_commit_callbacks
):
    editor = enter(client, build_staff("editor", build_center()))
    cited = reverse("sources:cited", args=[change.source_id])
    html = BeautifulSoup(editor.get(cited).content, "html.parser")
    (link,) = html.find_all("a", string="Tell the holders of certificates")
    assert link["href"] == screen(change)
    shown = main(editor.get(screen(change)))
    assert "3 people hold a certificate" in shown and "Autumn run" in shown
    assert "Үлгі" not in shown, "numbers, no names"
    with django_capture_on_commit_callbacks(execute=True):
        assert editor.post(screen(change), NOTE).url == cited
    assert len(mail.outbox) == 3
    assert "3 of 3" in main(editor.get(cited))
    shown = main(editor.get(screen(change)))
    assert [text in shown for text in NOTE.values()] == [True] * 3
    editor.post(screen(change), {**NOTE, "note_en": "Another"})
    assert list(ChangeNote.objects.values_list("note_en", flat=True)) == [NOTE["note_en"]]


def test_every_language_is_needed(client, change):
    editor = enter(client, build_staff("editor", build_center()))
    for name in NOTE:
        assert editor.post(screen(change), {**NOTE, name: " "}).context["form"].errors.keys() == {name}
    assert ChangeNote.objects.count() == 0


def test_nobody_else_writes_one(client, change):
    north = build_organisation("north")
    for role, place in (("administrator", north), ("trainer", build_center()), ("issuer", build_center())):
        hand = enter(client, build_staff(role, place))
        hand.get(screen(change))
        hand.post(screen(change), NOTE)
    assert ChangeNote.objects.count() == 0


def test_a_change_that_is_open_has_no_note(client, change):
    again = build_change(change.source)
    editor = enter(client, build_staff("editor", build_center()))
    assert editor.get(screen(again)).status_code == 404
    assert editor.post(screen(again), NOTE).status_code == 404
    assert ChangeNote.objects.count() == 0


@pytest.mark.parametrize(("code", "text"), [(name[-2:], text) for name, text in NOTE.items()])
def test_holders_read_it_beside_their_certificates(client, change, holders, code, text):
    notes.write(change, {name[-2:]: value for name, value in NOTE.items()}, by=None)
    client.force_login(holders[0])
    section = BeautifulSoup(client.get(f"/{code}/my/").content, "html.parser").select_one(
        "[aria-labelledby=my-certificates]"
    )
    assert [note.p.get_text() for note in section.select(".note")] == [text]


def test_others_do_not_read_it(client, change, holders):
    notes.write(change, {name[-2:]: value for name, value in NOTE.items()}, by=None)
    ChangeNote.objects.get().notices.filter(user=holders[0]).delete()
    client.force_login(holders[0])
    assert NOTE["note_en"] not in client.get("/en/my/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_notes_cost_one_query_for_one_and_for_three(change, holders, queries, count):
    for number in range(count):
        source = build_source(f"S{number}")
        cite(page_of("course-m01-l1", "en"), source)
        row = build_change(source).rechecks.get()
        currency.clear(row, by=None)
        notes.write(
            SourceChange.objects.get(pk=row.change_id), {name[-2:]: text for name, text in NOTE.items()}, by=None
        )
    with queries(1):
        assert len(notes.mine(holders[0])) == count
