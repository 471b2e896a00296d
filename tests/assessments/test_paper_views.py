"""The pages of an exam on paper: who prints, who types, who settles."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from pypdf import PdfReader
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import ModelLogEntry

from assessments.domain import paper, prints, sittings
from assessments.models import Attempt, KeyView, PaperEntry, PaperForm, PaperPrint, Sitting
from lms.accounts.domain import memberships
from tests.factories.courses import build_cohort, build_course, seat
from tests.factories.people import build_center, build_organisation, build_person, build_staff, enter
from tests.factories.sittings import build_exam, build_sitting


@pytest.fixture
def north(site):
    north = build_organisation("north")
    exam = build_exam(site, course=build_course(site, "north", modules=1, units=1, organisation=north), max_attempts=1)
    memberships.sync_grants()
    cohort = build_cohort(exam.course, "Northern run")
    people = [build_staff("trainer", north, f"trainer-{number}") for number in (1, 2, 3)]
    cohort.trainers.add(*people)
    sitting = build_sitting(exam, people[0], cohort=cohort)
    sitting.people, sitting.north = people, north
    sitting.form = paper.draw_form(sitting, people[0])
    sitting.learner = seat(build_person("learner"), cohort)
    return sitting


def at(sitting, rest=""):
    return f"/en/exams/{sitting.public_id}/{rest}"


def sheet(sitting):
    return at(sitting, f"sheets/{sitting.learner.public_id}/")


def typed(sitting, right=True):
    """What the answer sheet of the form holds: the first question right or wrong, the second right."""
    first, second = paper.items_of(sitting.form)
    chosen = [
        first.kind.solution(first.version.body) if right else {"": ["b"]},
        second.kind.solution(second.version.body),
    ]
    pairs = zip((first, second), chosen, strict=True)
    return {
        f"a-{item.position}-{cell.name}": text for item, response in pairs for cell, text in item.typed(response, "en")
    }


def printing(client, sitting, kind="print", **asked):
    """The page that follows when somebody asks for a paper, and the answer at its link, if it has one."""
    page = client.post(at(sitting, f"paper/P1/{kind}/"), asked, follow=True)
    if page.status_code != 200 or "form.pdf" not in page.content.decode():
        return page, None
    return page, client.get(f"{page.request['PATH_INFO']}form.pdf")


def test_the_form_prints_and_the_history_says_who(client, north):
    enter(client, north.people[0])
    _page, file = printing(client, north, language="ru", large="1")
    text = " ".join(each.extract_text() for each in PdfReader(BytesIO(file.content)).pages)
    assert "exam-q1 stem ru" in " ".join(text.split())
    assert (file["Cache-Control"], file["Content-Type"]) == ("private, no-store", "application/pdf")
    entry = ModelLogEntry.objects.get(action="assessments.print_paper")
    assert (entry.user, entry.data) == (north.people[0], {"form": "P1", "language": "ru", "large": True})


def test_a_paper_that_is_being_made_says_so_and_the_worker_makes_it(client, north, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    enter(client, north.people[0])
    page, file = printing(client, north, language="en")
    assertContains(page, "The paper is being made.")
    assertContains(page, f'<a id="again" href="{page.request["PATH_INFO"]}">')
    assert file is None
    assert client.get(f"{page.request['PATH_INFO']}form.pdf").status_code == 404
    assert not ModelLogEntry.objects.filter(action="assessments.print_paper").exists()
    waiting = PaperPrint.objects.get()
    assert printing(client, north, language="en")[0].request["PATH_INFO"] == page.request["PATH_INFO"]
    prints.make(waiting.pk)
    assertContains(client.get(page.request["PATH_INFO"]), "Open the paper (PDF)")


def test_a_paper_of_another_day_is_made_anew_and_an_old_one_goes_with_its_file(north):
    asked = []

    def ask():
        form = PaperForm.objects.select_related("sitting__cohort__course", "sitting__quiz").get(pk=north.form.pk)
        return prints.ask(form, "en", asked.append)

    first = ask()
    prints.make(first.pk)
    assert ask() == first
    PaperPrint.objects.filter(pk=first.pk).update(state="failed")
    assert ask() == first
    Sitting.objects.filter(pk=north.pk).update(opens_at=north.opens_at - timedelta(days=1))
    second = ask()
    assert (second != first, asked) == (True, [first.pk, first.pk, second.pk])
    first.refresh_from_db()
    name = first.file.name
    assert default_storage.exists(name)
    PaperPrint.objects.filter(pk=first.pk).update(requested_at=timezone.now() - timedelta(hours=25))
    prints.purge()
    assert (list(PaperPrint.objects.all()), default_storage.exists(name)) == ([second], False)


def test_a_paper_whose_day_is_cancelled_while_it_is_made_leaves_no_file(north, monkeypatch):
    before = set(default_storage.listdir("exams")[1]) if default_storage.exists("exams") else set()
    asked = prints.ask(north.form, "en", lambda pk: None, has_key=True)

    def cancelled_meanwhile(form, language):
        sittings.cancel(north, north.people[0], "Wrong week")
        return b"%PDF-"

    monkeypatch.setattr(prints.paper_print, "key_sheet", cancelled_meanwhile)
    prints.make(asked.pk)
    assert not PaperPrint.objects.exists()
    assert set(default_storage.listdir("exams")[1]) == before


def test_who_may_not_take_a_key_does_not_find_one_that_is_made(client, north):
    asked = prints.ask(north.form, "en", prints.make, has_key=True)
    enter(client, north.people[0])
    doors = [at(north, f"prints/{asked.public_id}/{rest}") for rest in ("", "form.pdf")]
    assert [client.get(door).status_code for door in doors] == [403, 403]
    enter(client, build_staff("administrator", build_organisation("south")))
    assert [client.get(door).status_code for door in doors] == [404, 404]
    assert KeyView.objects.count() == 0


def test_trainers_print_from_the_day_before_and_those_who_run_the_cohort_at_any_time(client, north):
    opens = timezone.now() + timedelta(hours=25)
    Sitting.objects.filter(pk=north.pk).update(opens_at=opens, closes_at=opens + timedelta(hours=2))
    enter(client, north.people[0])
    assert client.post(at(north, "paper/P1/print/")).status_code == 403
    client.post(at(north, "paper/"))
    assert [form.code for form in north.paper_forms.all()] == ["P1"]
    assertNotContains(client.get(at(north, "paper/")), "Print the form")
    enter(client, build_staff("administrator", north.north))
    client.post(at(north, "paper/"))
    assert [form.code for form in north.paper_forms.all()] == ["P1", "P2"]
    assert printing(client, north)[1]["Content-Type"] == "application/pdf"


def test_the_key_is_printed_by_keepers_of_the_bank_alone_who_have_seen_it_then(client, north):
    keeper = build_staff("administrator", build_center())
    got = {}
    for user in (north.people[0], keeper):
        enter(client, user)
        got[user] = printing(client, north, "key", language="en")[1] is not None
    assert got == {north.people[0]: False, keeper: True}
    seen = set(KeyView.objects.values_list("user", "question__key"))
    assert seen == {(keeper.pk, "exam-q1"), (keeper.pk, "exam-q2")}


def test_two_type_one_settles(client, north):
    first, second, third = north.people
    enter(client, first)
    client.post(sheet(north), typed(north))
    enter(client, second)
    shown = client.get(sheet(north)).content.decode()
    assert [line.split('"')[0] for line in shown.split('value="')[1:] if line.split('"')[0].isdecimal()] == []
    client.post(sheet(north), typed(north, right=False))
    enter(client, third)
    client.post(sheet(north), typed(north))
    assert PaperEntry.objects.count() == 2
    assertNotContains(client.get(sheet(north) + "compare/"), "c-1")
    client.post(sheet(north) + "compare/", {"c-1": "1", "sure": "1"})
    assert Attempt.objects.count() == 0
    enter(client, first)
    assertContains(client.get(at(north, "paper/")), "Settle: 1 difference")
    page = client.get(sheet(north) + "compare/")
    assertContains(page, 'name="c-1"', count=2)
    assertNotContains(page, 'name="c-2"')
    client.post(sheet(north) + "compare/", {"c-1": "1"})
    assert Attempt.objects.count() == 0
    for _press in range(2):
        client.post(sheet(north) + "compare/", {"c-1": "1", "sure": "1"})
    attempt = Attempt.objects.get()
    assert (attempt.enrolment, attempt.percent, attempt.closed_by) == (north.learner, 100, "paper")
    assertContains(client.get(at(north, "paper/")), "entered")


def test_a_number_that_is_not_printed_keeps_nothing(client, north):
    enter(client, north.people[0])
    page = client.post(sheet(north), {**typed(north), "a-1-": "9"})
    assertContains(page, 'aria-invalid="true"', count=1)
    assertContains(page, 'value="9"', count=1)
    assert PaperEntry.objects.count() == 0


def test_who_sits_the_exam_neither_types_nor_prints_it(client, north):
    both = build_staff("administrator", north.north, "administrator-learning")
    seat(both, north.cohort)
    enter(client, both)
    doors = [at(north, "paper/"), sheet(north), at(north, "paper/P1/print/")]
    assert {client.post(door, typed(north)).status_code for door in doors} == {404}
    assert PaperEntry.objects.count() == 0


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_of_sheets_asks_a_fixed_number_of_times(client, north, queries, people):
    for number in range(people - 1):
        one = seat(build_person(f"more-{number}"), north.cohort)
        paper.type_sheet(north.form, one, {1: {"": ["a"]}}, north.people[1])
    paper.type_sheet(north.form, north.learner, {1: {"": ["a"]}}, north.people[1])
    enter(client, north.people[0])
    client.get(at(north, "paper/"))
    with queries(19):
        client.get(at(north, "paper/"))
