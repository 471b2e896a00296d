"""S-06: a text becomes public by a review that nobody walks alone."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import Page, TaskState, Workflow, WorkflowPage
from wagtail.users.models import UserProfile

from courses.models import CoursePage
from lms.accounts.domain import memberships
from lms.accounts.models import Organisation, User
from lms.accounts.roles import Role
from lms.review.models import IndependentReview
from lms.review.rules import authors
from lms.review.workflows import sync_workflows
from tests.factories.courses import build_course
from tests.factories.people import build_organisation, build_staff

from .conftest import Hand, current, lesson_form


def step(page):
    """The role whose step the review of the page waits for, or None."""
    state = current(page)
    return state and state.status == "in_progress" and state.current_task_state.task.specific.role


def may_approve(hand, page):
    user = User.objects.get(pk=hand.user.pk)
    return bool(TaskState.objects.reviewable_by(user).filter(workflow_state__object_id=str(page.pk)))


def test_each_organisation_has_its_review_on_its_pages_in_every_language(site, review):
    rows = WorkflowPage.objects.select_related("workflow")
    steps = {row.page_id: [(t.specific.organisation.key, t.specific.role) for t in row.workflow.tasks] for row in rows}
    university = [("north", "second_reader"), ("center", "editor")]
    own = [("center", "second_reader"), ("center", "editor")]
    pages = CoursePage.objects.filter(course__key="north")
    assert steps == {page.pk: university for page in pages} | {home.pk: own for home in site.home.values()}
    assert len(pages) == 3


def test_the_public_sees_the_old_text_until_the_last_approval(review):
    lesson, old = review.lesson, review.public(review.lesson)
    review.trainer.submit(lesson, "A new summary")
    assert (step(lesson), review.public(lesson)) == ("second_reader", old)
    review.reader.act(lesson, "approve")
    assert (step(lesson), review.public(lesson)) == ("editor", old)
    review.editor.act(lesson, "approve")
    assert (step(lesson), review.public(lesson)) == (None, "A new summary")


def test_the_mail_goes_to_those_whose_step_it_is(review, mailoutbox):
    mailoutbox.clear()
    review.trainer.submit(review.lesson, "New")
    assert sorted(mail.to[0] for mail in mailoutbox) == ["reader2@example.kz", "reader@example.kz"]
    mailoutbox.clear()
    review.reader.act(review.lesson, "approve")
    assert sorted(mail.to[0] for mail in mailoutbox) == ["editor2@example.kz", "editor@example.kz"]


def test_somebody_who_may_write_and_read_does_not_approve_the_own_text(review):
    """The author is a second reader and an editor too: no step is theirs, on any of the ways."""
    for role, place in [(Role.SECOND_READER, review.north), (Role.EDITOR, review.center)]:
        memberships.bootstrap(review.trainer.user, role, place)
    author, lesson = Hand(User.objects.get(pk=review.trainer.user.pk)), review.lesson
    old = review.public(lesson)
    author.submit(lesson, "Mine")
    author.act(lesson, "approve")
    author.approve_in_editor(lesson, "Mine")
    assert (step(lesson), review.public(lesson)) == ("second_reader", old)
    assert not may_approve(author, lesson)
    review.reader.act(lesson, "approve")
    author.act(lesson, "approve")
    author.approve_in_editor(lesson, "Mine")
    assert (step(lesson), review.public(lesson)) == ("editor", old)
    review.editor.act(lesson, "approve")
    assert review.public(lesson) == "Mine"


def test_the_state_of_another_page_does_not_open_a_door(review):
    """The address names a page and a task state; the rule looks at the page of the state."""
    memberships.bootstrap(review.trainer.user, Role.SECOND_READER, review.north)
    author = Hand(User.objects.get(pk=review.trainer.user.pk))
    other = type(review.lesson).objects.get(slug="lesson-2", locale__language_code="en")
    author.submit(review.lesson, "Mine")
    review.editor.submit(other, "By somebody else")
    author.act(other, "approve", state=current(review.lesson).current_task_state)
    assert step(review.lesson) == "second_reader"


def test_one_person_does_not_take_two_steps(review):
    memberships.bootstrap(review.reader.user, Role.EDITOR, review.center)
    both, lesson = Hand(User.objects.get(pk=review.reader.user.pk)), review.lesson
    old = review.public(lesson)
    review.trainer.submit(lesson, "New")
    both.act(lesson, "approve")
    assert step(lesson) == "editor" and not may_approve(both, lesson)
    both.act(lesson, "approve")
    both.approve_in_editor(lesson, "New")
    assert (step(lesson), review.public(lesson)) == ("editor", old)


def test_a_change_after_an_approval_begins_the_review_again(review):
    lesson, old = review.lesson, review.public(review.lesson)
    review.trainer.submit(lesson, "New")
    review.reader.act(lesson, "approve")
    review.editor.write(lesson, "New, changed by the editor")
    assert (step(lesson), review.public(lesson)) == ("second_reader", old)
    review.reader.act(lesson, "approve")
    assert not may_approve(review.editor, lesson) and may_approve(review.editor2, lesson)
    review.editor.act(lesson, "approve")
    assert (step(lesson), review.public(lesson)) == ("editor", old)
    review.editor2.act(lesson, "approve")
    assert review.public(lesson) == "New, changed by the editor"


def test_a_change_and_an_approval_in_one_press_approve_nothing(review):
    lesson, old = review.lesson, review.public(review.lesson)
    review.trainer.submit(lesson, "New")
    review.reader.act(lesson, "approve")
    review.editor.approve_in_editor(lesson, "Slipped in")
    assert (step(lesson), review.public(lesson)) == ("second_reader", old)


def test_autosave_does_not_change_the_text_under_an_approval(review):
    """Wagtail lets an author overwrite the own latest revision, whose id the approval names."""
    lesson = review.lesson
    old = review.public(lesson)
    review.trainer.submit(lesson, "Approved wording")
    review.reader.act(lesson, "approve")
    page = type(lesson).objects.get(pk=lesson.pk)
    approved = page.get_latest_revision()
    draft = page.get_latest_revision_as_object()
    draft.summary = "Other wording"
    draft.save_revision(user=review.trainer.user, overwrite_revision=approved)
    approved.refresh_from_db()
    assert approved.content["summary"] == "Approved wording"
    review.editor.act(lesson, "approve")
    assert (step(lesson), review.public(lesson)) == ("second_reader", old)


def autosave(hand, page, summary, **fields):
    """What the editor's script posts: (status, answer)."""
    data = {**lesson_form(page.title, page.slug, summary), **fields}
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = hand.client.post(address, data, headers={"accept": "application/json"})
    return answer.status_code, answer.json()


PRESSED = {"action-workflow-action": "true", "workflow-action-name": "approve"}


def test_an_autosave_behind_the_button_takes_no_step(review):
    """The press puts its fields into the form, and the script saves the form half a second later."""
    lesson = review.lesson
    review.trainer.submit(lesson, "New")
    refused = (400, "A step of the review is being taken: open the text anew to go on writing.")
    for hand, now in ((review.reader, "second_reader"), (review.editor, "editor")):
        status, answer = autosave(hand, lesson, "New", **PRESSED)
        assert ((status, answer["error_message"]), step(lesson)) == (refused, now)
        hand.approve_in_editor(lesson, "New")
    assert (step(lesson), review.public(lesson)) == (None, "New")
    assert autosave(review.editor, lesson, "New", **PRESSED)[0] == 400
    assert not Page.objects.get(pk=lesson.pk).has_unpublished_changes


def test_a_second_press_on_the_last_approval_says_that_it_is_done(review):
    lesson = review.lesson
    review.trainer.submit(lesson, "New")
    review.reader.approve_in_editor(lesson, "New")
    review.editor.approve_in_editor(lesson, "New")
    address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    again = review.editor.client.post(address, lesson_form(lesson.title, lesson.slug, "New") | PRESSED, follow=True)
    assert again.redirect_chain == [(reverse("wagtailadmin_home"), 302)]
    assert "This step of the review has been taken already." in again.content.decode()
    assert review.public(lesson) == "New"


def test_an_autosave_that_comes_after_the_submission_changes_nothing(review):
    """It was on its way when the author pressed the button: its answer reaches nobody, and the text is the pressed
    one."""
    lesson = review.lesson
    _status, saved = autosave(review.trainer, lesson, "Half a sent")
    review.trainer.submit(lesson, "Half a sentence")
    status, answer = autosave(review.trainer, lesson, "Half a sent", overwrite_revision_id=saved["revision_id"])
    assert (status, answer["error_code"]) == (400, "invalid_revision")
    lesson = type(lesson).objects.get(pk=lesson.pk)
    assert lesson.get_latest_revision_as_object().summary == "Half a sentence"


def test_a_resubmitted_text_begins_with_the_first_step(review):
    lesson = review.lesson
    review.trainer.submit(lesson, "New")
    review.reader.act(lesson, "approve")
    review.editor.act(lesson, "reject")
    review.trainer.submit(lesson, "Better")
    assert step(lesson) == "second_reader"


def test_a_comment_is_no_change(review):
    lesson = review.lesson
    review.trainer.submit(lesson, "New")
    review.reader.act(lesson, "approve")
    page = Page.objects.get(pk=lesson.pk).specific
    page.get_latest_revision_as_object().save_revision(user=review.editor.user)
    review.editor.act(lesson, "approve")
    assert (step(lesson), review.public(lesson)) == (None, "New")


def test_the_last_step_publishes_nothing_that_a_step_has_not_seen(review):
    lesson, old = review.lesson, review.public(review.lesson)
    review.trainer.submit(lesson, "New")
    review.reader.act(lesson, "approve")
    state = current(lesson)
    state.task_states.filter(status="approved").update(finished_by=review.editor.user)
    with pytest.raises(PermissionDenied, match="one person has taken two"):
        current(lesson).current_task_state.approve(user=review.editor.user)
    assert review.public(lesson) == old


def test_a_reader_of_another_university_has_no_step_here(review):
    review.trainer.submit(review.lesson, "New")
    stranger = Hand(build_staff("second_reader", build_organisation("south")))
    assert not may_approve(stranger, review.lesson)
    stranger.act(review.lesson, "approve")
    stranger.act(review.lesson, "reject")
    assert step(review.lesson) == "second_reader"


def test_a_quiet_round_writes_nothing(review, site, queries):
    with queries(6):
        sync_workflows()
    build_course(site, "second", organisation=review.north)
    sync_workflows()
    assert IndependentReview.objects.count() == 3
    with queries(6):
        sync_workflows()


NAMES = {"kk": "Солтүстік университеті", "ru": "Северный университет", "en": "Northern University"}


@pytest.fixture
def named(review):
    """The university bears another name in each language, none of them its key; the Center has a key and one name."""
    names = {f"name_{language}": name for language, name in NAMES.items()}
    Organisation.objects.filter(pk=review.north.pk).update(**names)
    Organisation.objects.filter(pk=review.center.pk).update(key="nrc-key", name_kk="Орталық")
    sync_workflows()
    return review


def test_reviews_and_steps_bear_the_name_of_their_organisation_and_follow_it(named, queries):
    def names():
        """Without those that Wagtail brings."""
        ours = Workflow.objects.filter(workflow_tasks__task__independentreview__isnull=False)
        steps = IndependentReview.objects.values_list("name", flat=True)
        return set(ours.values_list("name", flat=True)), set(steps)

    wanted = {NAMES["kk"], "Орталық"}, {f"1 · {NAMES['kk']}", "1 · Орталық", "2 · Орталық"}
    assert names() == wanted
    with queries(6):
        sync_workflows()
    build_staff("trainer", build_organisation("south"))
    assert names() == (wanted[0] | {"south kk"}, wanted[1] | {"1 · south kk"})
    Organisation.objects.filter(key="south").update(name_kk="Оңтүстік университеті")
    sync_workflows()
    assert names() == (wanted[0] | {"Оңтүстік университеті"}, wanted[1] | {"1 · Оңтүстік университеті"})


def test_the_admin_shows_no_key_of_an_organisation_where_a_text_waits(named):
    named.trainer.submit(named.lesson, "New")
    for hand, shown in ((named.trainer, f"1 · {NAMES['kk']}"), (named.reader, f"1 · {NAMES['kk']}")):
        html = hand.client.get(reverse("wagtailadmin_pages:edit", args=[named.lesson.pk])).content.decode()
        assert shown in html
        assert "· north" not in html
    named.reader.act(named.lesson, "approve")
    html = named.trainer.client.get(reverse("wagtailadmin_pages:edit", args=[named.lesson.pk])).content.decode()
    assert "2 · Орталық" in html
    assert "nrc-key" not in html


def test_the_mail_to_a_step_names_its_organisation_in_the_language_of_the_reader(named, mailoutbox):
    for hand, language in ((named.reader, "ru"), (named.reader2, "en")):
        UserProfile.objects.update_or_create(user=hand.user, defaults={"preferred_language": language})
    mailoutbox.clear()
    named.trainer.submit(named.lesson, "New")
    told = {mail.to[0]: f"{mail.subject} {mail.body}" for mail in mailoutbox}
    assert set(told) == {"reader@example.kz", "reader2@example.kz"}
    found = {address: [name for name in NAMES.values() if name in text] for address, text in told.items()}
    assert found == {"reader@example.kz": [NAMES["ru"]], "reader2@example.kz": [NAMES["en"]]}


def test_keys_that_the_editor_gives_to_paragraphs_are_no_change(review):
    def save(text, user):
        review.lesson.body = [{"type": "text", "value": text, "id": "7d0f5a0c-0b5b-4c55-9d5e-0f1f5f1f5f1f"}]
        return review.lesson.save_revision(user=user)

    save("<p>One.</p>", None).publish()
    save('<p data-block-key="ab1c2">One.</p>', review.reader.user)
    assert authors(Page.objects.get(pk=review.lesson.pk)) == set()
    save('<p data-block-key="ab1c2">Two.</p>', review.reader.user)
    assert authors(Page.objects.get(pk=review.lesson.pk)) == {review.reader.user.pk}
