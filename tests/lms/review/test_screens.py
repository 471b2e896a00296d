"""Withdrawing at once, and the way of a translation through the review."""

import pytest
from django.urls import reverse
from django.utils.translation import override
from lxml import html
from wagtail.models import Page
from wagtail.users.models import UserProfile
from wagtail_localize.models import Translation, TranslationSource

from courses.models import LessonPage
from tests.factories.courses import page_of
from tests.factories.people import build_organisation, build_staff

from .conftest import Hand, current


def live_languages(key):
    pages = Page.objects.filter(translation_key=page_of(key, "en").translation_key, live=True)
    return sorted(pages.values_list("locale__language_code", flat=True))


def test_an_editor_withdraws_a_text_in_every_language_with_what_stands_below(review):
    module = page_of("north-m01", "en")
    review.editor.post("review:withdraw", module.pk)
    assert [live_languages(key) for key in ("north-m01", "north-m01-l1", "north-m01-l2")] == [[], [], []]
    assert live_languages("north") == ["en", "kk", "ru"]


def test_withdrawing_asks_first_and_names_the_pages(review):
    response = review.editor.client.get(reverse("review:withdraw", args=[review.lesson.pk]))
    assert response.content.decode().count("north-m01-l1") >= 3
    assert str(response.context["page_title"]) == "Withdraw now"  # "Withdraw" alone is said of people
    assert live_languages("north-m01-l1") == ["en", "kk", "ru"]


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_withdrawing_speaks_and_leads_in_the_language_of_the_editor(review, language):
    UserProfile.get_for_user(review.editor.user)
    UserProfile.objects.filter(user=review.editor.user).update(preferred_language=language)
    address = reverse("review:withdraw", args=[review.lesson.pk])
    heading = html.fromstring(review.editor.client.get(address).content).xpath("//h2[@lang]")[0]
    assert (heading.get("lang"), heading.text) == (language, f"north-m01-l1 {language}")
    response = review.editor.client.post(address)
    assert response.url == reverse("wagtailadmin_explore", args=[page_of("north-m01", language).pk])
    assert live_languages("north-m01-l1") == []


def test_withdrawing_a_text_that_the_language_of_the_editor_lacks(review):
    UserProfile.get_for_user(review.editor.user)
    UserProfile.objects.filter(user=review.editor.user).update(preferred_language="kk")
    page_of("north-m01-l1", "kk").delete()
    response = review.editor.post("review:withdraw", review.lesson.pk)
    assert response.url == reverse("wagtailadmin_explore", args=[page_of("north-m01", "en").pk])


def test_an_administrator_withdraws_in_the_own_organisation_alone(review):
    own = Hand(build_staff("administrator", review.north))
    neighbour = Hand(build_staff("administrator", build_organisation("south")))
    for hand in (neighbour, review.trainer, review.reader):
        hand.post("review:withdraw", review.lesson.pk)
    assert live_languages("north-m01-l1") == ["en", "kk", "ru"]
    own.post("review:withdraw", review.lesson.pk)
    assert live_languages("north-m01-l1") == []


def test_the_home_page_stays(review, site):
    review.editor.post("review:withdraw", site.home["en"].pk)
    assert Page.objects.get(pk=site.home["en"].pk).live


def test_a_withdrawn_text_comes_back_through_a_review_alone(review):
    lesson = review.lesson
    review.editor.post("review:withdraw", lesson.pk)
    review.editor.write(lesson, "Mended", **{"action-publish": "1"})
    assert live_languages("north-m01-l1") == []
    review.editor.submit(lesson, "Mended")
    review.reader.act(lesson, "approve")
    review.editor2.act(lesson, "approve")
    assert live_languages("north-m01-l1") == ["en"]


@pytest.fixture
def translation(review):
    source, _new = TranslationSource.get_or_create_from_instance(review.lesson)
    return Translation.objects.create(source=source, target_locale=page_of("north-m01-l1", "kk").locale)


def translate(hand, translation, words):
    for segment in translation.source.stringsegment_set.all():
        address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
        hand.client.put(address, f"value={words}", content_type="application/x-www-form-urlencoded")


def kazakh_title():
    return LessonPage.objects.get(pk=page_of("north-m01-l1", "kk").pk).title


def test_a_translation_goes_through_the_review(review, translation):
    kazakh, before = page_of("north-m01-l1", "kk"), kazakh_title()
    translate(review.trainer, translation, "Дауыс")
    review.trainer.post("review:submit_translation", kazakh.pk)
    assert current(kazakh).current_task_state.task.specific.role == "second_reader"
    review.reader.act(kazakh, "approve")
    assert kazakh_title() == before
    review.editor.act(kazakh, "approve")
    assert kazakh_title() == "Дауыс"


def test_whoever_translated_does_not_approve(review, translation):
    """The draft was submitted by somebody else: the hand in the strings counts."""
    kazakh, before = page_of("north-m01-l1", "kk"), kazakh_title()
    translate(review.editor, translation, "Дауыс")
    review.trainer.post("review:submit_translation", kazakh.pk)
    review.reader.act(kazakh, "approve")
    review.editor.act(kazakh, "approve")
    assert kazakh_title() == before
    review.editor2.act(kazakh, "approve")
    assert kazakh_title() == "Дауыс"


def test_a_translation_with_gaps_is_not_submitted(review, translation):
    kazakh = page_of("north-m01-l1", "kk")
    review.trainer.post("review:submit_translation", kazakh.pk)
    assert current(kazakh) is None
    assert kazakh.get_latest_revision() is None


def test_a_stranger_submits_nothing(review, translation):
    kazakh = page_of("north-m01-l1", "kk")
    translate(review.trainer, translation, "Дауыс")
    Hand(build_staff("trainer", build_organisation("south"))).post("review:submit_translation", kazakh.pk)
    review.reader.post("review:submit_translation", kazakh.pk)
    assert current(kazakh) is None


def decide(hand, page, step, **fields):
    return hand.post("review:decide", page.pk, step=step.pk, **fields)


def submitted(review, translation, words="Дауыс"):
    """The Kazakh page, whose translation waits for its second reader, and the step."""
    page = page_of("north-m01-l1", "kk")
    translate(review.trainer, translation, words)
    review.trainer.post("review:submit_translation", page.pk)
    return page, current(page).current_task_state


def test_a_reader_of_a_translation_decides_beside_the_original(review, translation):
    page, step = submitted(review, translation)
    edit, beside = (reverse(name, args=[page.pk]) for name in ("wagtailadmin_pages:edit", "translations:compare"))
    assert review.reader.client.get(edit).url == beside
    assert reverse("review:decide", args=[page.pk]) in review.reader.client.get(beside).content.decode()
    decide(review.reader, page, step, approve="1")
    assert (kazakh_title(), review.editor.client.get(edit).url) == ("north-m01-l1 kk", beside)
    decide(review.editor, page, current(page).current_task_state, approve="1")
    assert (kazakh_title(), current(page)) == ("Дауыс", None)


def test_a_translation_sent_back_tells_why_and_comes_again(review, translation):
    page, step = submitted(review, translation)
    decide(review.reader, page, step, reject="1", comment="«Үн» дұрысырақ.")
    assert current(page).status == "needs_changes"
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    told = [str(message).strip() for message in review.trainer.client.get(edit).context["messages"]]
    assert told[1:] == [f"{review.reader.user} asks for changes: «Үн» дұрысырақ."]
    page, step = submitted(review, translation, "Үн")
    decide(review.reader, page, step, approve="1")
    decide(review.editor, page, current(page).current_task_state, approve="1")
    assert kazakh_title() == "Үн"


def test_who_may_not_approve_decides_nothing(review, translation):
    page, step = submitted(review, translation)
    stranger = Hand(build_staff("second_reader", build_organisation("south")))
    for hand in (review.trainer, review.editor, stranger):
        decide(hand, page, step, approve="1")
        decide(hand, page, step, reject="1")
        beside = hand.client.get(reverse("translations:compare", args=[page.pk]))
        assert reverse("review:decide", args=[page.pk]) not in beside.content.decode()
    assert current(page).current_task_state == step


def test_a_step_that_was_taken_meanwhile_is_not_taken_twice(review, translation):
    page, step = submitted(review, translation)
    decide(review.reader, page, step, reject="1")
    page, again = submitted(review, translation, "Үн")
    decide(review.reader, page, step, approve="1")
    assert (current(page).current_task_state, again.status) == (again, "in_progress")


UNDER_REVIEW = "This translation is under review."


def lines_on(hand, page):
    """How often the quiet line stands on a page, as the person reads it in English."""
    text = hand.client.get(page.get_url(), headers={"accept-language": "en"}).content.decode()
    return text.count(UNDER_REVIEW)


def test_readers_are_told_until_somebody_has_approved_the_translation(review, translation):
    """Texts that come with the content files are drafts, too: nobody here has approved them yet (C-17)."""
    with override("en"):
        translate(review.trainer, translation, "Дауыс")
        draft, _new = translation.source.create_or_update_translation(translation.target_locale, publish=False)
        draft.latest_revision.publish()
        kazakh = page_of("north-m01-l1", "kk")
        assert lines_on(review.trainer, review.lesson) == 0
        assert lines_on(review.trainer, kazakh) == 1
        translate(review.trainer, translation, "Екінші дауыс")
        review.trainer.post("review:submit_translation", kazakh.pk)
        review.reader.act(kazakh, "approve")
        review.editor.act(kazakh, "approve")
        assert lines_on(review.trainer, kazakh) == 0


def test_the_button_says_what_it_does_without_the_name_of_the_workflow(review):
    page = review.trainer.client.get(reverse("wagtailadmin_pages:edit", args=[review.lesson.pk])).content.decode()
    assert page.count('name="action-submit"') == 1
    assert "Submit for review" in page
    assert "Submit to " not in page


def test_a_reader_is_offered_approval_first(review):
    review.trainer.submit(review.lesson, "New")
    html = review.reader.client.get(reverse("wagtailadmin_pages:edit", args=[review.lesson.pk])).content.decode()
    assert html.index('data-workflow-action-name="approve"') < html.index('data-workflow-action-name="reject"')
    assert html.index('data-workflow-action-name="approve"') < html.index("Save draft")
