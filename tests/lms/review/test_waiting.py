"""What stands before a reader on the first page of the admin, and the comparison that they read."""

from bs4 import BeautifulSoup
from django.urls import reverse

from lms.accounts.domain import memberships
from lms.accounts.roles import Role
from lms.review.waiting import waiting_for
from tests.factories.people import build_organisation, build_staff

from .conftest import Hand


def waits(hand):
    return [row.page.draft_title for row in waiting_for(type(hand.user).objects.get(pk=hand.user.pk))]


def test_a_text_waits_for_the_people_of_its_present_step_alone(review):
    review.trainer.submit(review.lesson, "New")
    everybody = (review.trainer, review.reader, review.reader2, review.editor)
    assert [waits(hand) for hand in everybody] == [[], ["north-m01-l1 en"], ["north-m01-l1 en"], []]
    stranger = Hand(build_staff("second_reader", build_organisation("south")))
    assert waits(stranger) == []
    review.reader.act(review.lesson, "approve")
    assert [waits(hand) for hand in everybody] == [[], [], [], ["north-m01-l1 en"]]


def test_it_does_not_wait_for_one_who_has_edited_it_or_taken_the_other_step(review):
    memberships.bootstrap(review.editor.user, Role.SECOND_READER, review.north)
    review.editor2.write(review.lesson, "By an editor")
    review.trainer.submit(review.lesson, "New")
    review.editor.act(review.lesson, "approve")
    assert [waits(hand) for hand in (review.editor, review.editor2)] == [[], []]
    third = Hand(build_staff("editor", review.center, "editor3"))
    assert waits(third) == ["north-m01-l1 en"]


def test_a_text_edited_before_it_was_last_published_waits_all_the_same(review):
    review.editor2.submit(review.lesson, "First")
    review.reader.act(review.lesson, "approve")
    review.editor.act(review.lesson, "approve")
    review.trainer.submit(review.lesson, "Second")
    review.reader.act(review.lesson, "approve")
    assert waits(review.editor2) == ["north-m01-l1 en"]


def changes(hand, page):
    return hand.client.get(reverse("review:changes", args=[page.pk]))


def test_a_reader_sees_what_changes_in_the_published_text(review):
    review.trainer.submit(review.lesson, "Whoever listens first hears more")
    html = BeautifulSoup(changes(review.reader, review.lesson).content, "html.parser")
    assert [cell.get_text(" ", strip=True) for cell in html.select("td.title")] == ["Summary:", "Minutes:"]
    assert html.select(".comparison")[0].get_text(" ", strip=True) == "Whoever listens first hears more"


def test_nobody_else_sees_it_and_nothing_without_a_review(review):
    stranger = Hand(build_staff("second_reader", build_organisation("south")))
    assert changes(review.reader, review.lesson)["Location"] == "/admin/"
    review.trainer.submit(review.lesson, "New")
    assert changes(stranger, review.lesson)["Location"] == "/admin/"
    assert [changes(hand, review.lesson).status_code for hand in (review.trainer, review.reader)] == [200, 200]
