"""Writing lessons: remarks before the review, the template, copies, previews, comments and versions."""

import json

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Comment, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from courses import remarks, session_template
from courses.authoring import new_lesson
from courses.blocks import FigureBlock
from courses.models import LessonPage
from lms.accounts.domain import memberships
from lms.core.drawings import drawings
from lms.core.models import SiteDocument
from tests.factories.courses import build_course, build_organisation, page_of
from tests.factories.lesson import EDITION, NOTE, body_of, build_full_lesson
from tests.factories.people import build_staff, enter
from tests.factories.reference import build_pair, build_source, cite


@pytest.fixture
def north(site):
    course = build_course(site, "north", modules=1, units=1, organisation=build_organisation("north"))
    build_course(site, "south", modules=1, units=1, organisation=build_organisation("south"))
    memberships.sync_grants()
    return course


@pytest.fixture
def trainer(client, north):
    return enter(client, build_staff("trainer", north.organisation))


@pytest.fixture
def lesson(north):
    lesson = build_full_lesson(page_of("north-m01", "en"), content_note=2)
    cite(lesson, build_source("GOF"))
    return lesson


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def said(page):
    return [(remark.text, remark.block_id) for remark in remarks.remarks_on(page)]


def test_a_lesson_in_order_has_no_remarks(lesson):
    lesson.edition = body_of(EDITION)
    lesson.body = body_of([("content_note", NOTE), ("text", "<p>One sentence.</p>")])
    assert said(lesson) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"goals": []}, [("The lesson has no goals.", "")]),
        ({"body": []}, [("The lesson's level asks for a content note, and it has none.", "")]),
        ({"content_note": 1}, [("A content note has a higher level than the lesson says.", "")]),
        ({"summary": "[One sentence]"}, [("A text of the template is still there: [One sentence]", "")]),
        ({"goals": body_of([("line", "[ask]")])}, [("A text of the template is still there: [ask]", "b1")]),
        (
            {"edition": body_of([*EDITION[:1], *EDITION[3:]])},
            [("The steps of the session take 30 minutes, not 90.", "b1")],
        ),
        (
            {"edition": body_of(EDITION[:2])},
            [("The trainer's edition does not say what to do when it becomes too much for somebody.", "")],
        ),
    ],
)
def test_what_is_said_of_the_page(lesson, change, expected):
    lesson.body = body_of([("content_note", NOTE)])
    for name, value in change.items():
        setattr(lesson, name, value)
    assert said(lesson) == expected


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("figure", {"drawing": "three-paths", "alt": " ", "caption": "c"}, ["The figure has no alternative text."]),
        (
            "figure",
            {"drawing": "three-paths", "alt": "c", "caption": "c"},
            ["The alternative text only repeats the caption."],
        ),
        ("figure", {"drawing": "", "alt": "a", "caption": "c"}, ["The figure has no picture."]),
        (
            "figure",
            {"drawing": "four-paths", "alt": "a", "caption": "c"},
            ["The site has no drawing “four-paths”: choose another one."],
        ),
        (
            "video",
            {"title": "t", "minutes": 1, "captions": [], "transcript": "<p> </p>"},
            ["The video has no transcript."],
        ),
        (
            "activity",
            {"title": "t", "minutes": 5, "format": "pairs", "text": "<p>x</p>", "derole": ""},
            ["The session has role cards: does this activity need a way out of the role?"],
        ),
        ("activity", {"title": "t", "minutes": 5, "format": "alone", "text": "<p>x</p>", "derole": ""}, []),
        ("text", "<p>[Write here]</p>", ["A text of the template is still there: [Write here]"]),
        ("text", "<p>[Sic] is a word.</p>", []),
        (
            "case",
            {"title": "The time bomb", "text": "<p>x</p>"},
            ["“time bomb” may label people. Say instead: prefer en"],
        ),
    ],
)
def test_what_is_said_of_a_block(lesson, kind, value, expected):
    build_pair("bomb", stems_en="time bomb*")
    lesson.body = body_of([("content_note", NOTE), (kind, value)])
    assert said(lesson) == [(text, "b2") for text in expected]


def test_a_video_of_our_own_needs_captions_in_the_language_of_the_page(lesson):
    file = SiteDocument.objects.create(title="v", file=ContentFile(b"x", "v.mp4"))
    track = SiteDocument.objects.create(title="c", file=ContentFile(b"WEBVTT", "c.vtt"))
    value = {"title": "t", "file": file.pk, "minutes": 1, "transcript": "<p>x</p>"}
    for language, expected in (("kk", ["The video has no captions in the language of the page."]), ("en", [])):
        captions = [{"language": language, "file": track.pk}]
        lesson.body = body_of([("content_note", NOTE), ("video", {**value, "captions": captions})])
        assert [text for text, _block in said(lesson)] == expected


def test_other_pages_have_no_remarks(north):
    assert said(page_of("north-m01", "en")) == []


def test_the_editor_links_each_remark_to_its_block(trainer, lesson):
    lesson.body = body_of([("content_note", NOTE), ("figure", {"drawing": "", "alt": "a", "caption": "c"})])
    lesson.summary = "[One sentence]"
    lesson.save_revision()
    panel = soup(trainer.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))).select_one("section[id*=remarks]")
    assert [(a.get_text(), a["href"]) for a in panel.select("li a")] == [
        ("The figure has no picture.", "#block-b2-section"),
        ("A text of the template is still there: [One sentence]", "#id_summary"),
    ]
    lesson.summary = ""
    lesson.body = body_of([("content_note", NOTE)])
    lesson.save_revision()
    assert soup(trainer.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))).select("section[id*=remarks]") == []


def form_of(page, **more):
    return nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "summary": "A summary",
            "minutes": "10",
            "required": "on",
            "content_note": "0",
            "goals": streamfield([]),
            "body": streamfield([]),
            "materials": streamfield([]),
            "before": "",
            "edition": streamfield([]),
            "clearance": "",
            "citations": inline_formset([]),
            "comments": inline_formset([]),
            **more,
        }
    )


def test_submitting_tells_what_may_be_worth_a_look_and_submits_all_the_same(trainer, north):
    page = page_of("north-m01-l1", "en")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    told = trainer.post(address, form_of(page, **{"action-submit": "1"}), follow=True)
    page.refresh_from_db()
    assert page.current_workflow_state is not None
    warning = " ".join(soup(told).select_one(".messages ul > .warning").get_text().split())
    assert warning.startswith("Submitted. 2 things may be worth another look meanwhile: The lesson names no source.")


def test_saving_a_draft_tells_nothing(trainer, north):
    page = page_of("north-m01-l1", "en")
    saved = trainer.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page), follow=True)
    assert "worth another look" not in soup(saved).select_one(".messages").get_text()


def test_a_lesson_begins_from_the_template_in_every_language(trainer, north):
    module = page_of("north-m01", "en")
    address = reverse("lesson_from_template", args=[module.pk])
    assert address in trainer.get(reverse("wagtailadmin_explore", args=[module.pk])).content.decode()
    answer = trainer.post(address, {"title": "A new session"})
    page = LessonPage.objects.get(title="A new session", locale__language_code="en")
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert (page.live, page.slug, page.owner.email) == (False, "a-new-session", "trainer-north@example.kz")
    assert sum(step.value["minutes"] for step in page.edition if step.block_type == "step") == 90
    assert [block.block_type for block in page.edition][-1] == "care"
    assert sorted(page.get_translations().values_list("locale__language_code", "live")) == [
        ("kk", False),
        ("ru", False),
    ]
    draft = page.get_latest_revision_as_object()
    told = [remark.text for remark in remarks.remarks_on(draft)]
    assert told[0] == "The lesson names no source."
    assert all(text.startswith("A text of the template is still there: [") for text in told[1:])
    assert len(set(told[1:])) > 7
    fields = session_template.fields()
    for text in (fields["summary"], fields["goals"][0][1]):
        assert f"A text of the template is still there: {text}" in told


def test_two_lessons_from_the_template_have_addresses_of_their_own(north):
    module = page_of("north-m01", "en")
    slugs = []
    for _time in range(3):
        module.refresh_from_db()
        slugs.append(new_lesson(module, "Сабақ", None).slug)
    assert slugs == ["session", "session-2", "session-3"]


def test_the_template_is_for_those_who_may_write_there(client, north, trainer):
    other = page_of("south-m01", "en")
    for who, module in (
        (trainer, other),
        (enter(client, build_staff("issuer", north.organisation)), page_of("north-m01", "en")),
    ):
        address = reverse("lesson_from_template", args=[module.pk])
        before = LessonPage.objects.count()
        who.post(address, {"title": "A new session"})
        assert LessonPage.objects.count() == before


def test_the_template_begins_in_the_lead_language(trainer, north):
    kazakh = page_of("north-m01", "kk")
    answer = trainer.post(reverse("lesson_from_template", args=[kazakh.pk]), {"title": "Сабақ"})
    assert answer["Location"] == reverse("wagtailadmin_explore", args=[kazakh.pk])
    assert not LessonPage.objects.filter(title="Сабақ").exists()


def test_every_text_of_the_template_is_valid(north):
    page = new_lesson(page_of("north-m01", "en"), "A session", None)
    page.full_clean()
    assert len(session_template.fields()["goals"]) == 1


def test_a_copy_in_another_course_has_a_new_key_in_every_language(client, site, north, lesson):
    editor = enter(client, build_staff("editor", build_organisation("center")))
    target = page_of("south-m01", "en")
    data = {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": str(target.pk), "alias": ""}
    editor.post(reverse("wagtailadmin_pages:copy", args=[lesson.pk]), data)
    copy = LessonPage.objects.child_of(target).get(slug="a-copy")
    assert (copy.live, copy.translation_key == lesson.translation_key) == (False, False)
    assert copy.edition.raw_data[0]["value"]["title"] == "Arrive"
    assert [citation.source.key for citation in copy.citations.all()] == ["GOF"]
    others = Page.objects.filter(translation_key=copy.translation_key).exclude(pk=copy.pk)
    assert sorted((page.locale.language_code, page.alias_of_id) for page in others) == [
        ("kk", copy.pk),
        ("ru", copy.pk),
    ]
    assert {page.get_parent().pk for page in others} == {page_of("south-m01", code).pk for code in ("kk", "ru")}


def test_a_trainer_copies_within_the_own_courses_alone(trainer, lesson):
    before = LessonPage.objects.count()
    for key in ("south-m01", "north-m01"):
        target = page_of(key, "en")
        data = {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": str(target.pk), "alias": ""}
        trainer.post(reverse("wagtailadmin_pages:copy", args=[lesson.pk]), data)
        assert LessonPage.objects.child_of(target).filter(slug="a-copy").exists() == (key == "north-m01")
    assert LessonPage.objects.count() == before + 3


def preview(client, page, mode):
    address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    return client.get(address, {"mode": mode}).content.decode()


def test_the_preview_shows_what_a_learner_sees_and_each_other_face(trainer, lesson):
    lesson.save_revision()
    learner, edition, wall = (preview(trainer, lesson, mode) for mode in ("", "trainer", "projector"))
    assert "A4 sheets" not in learner and "For trainers" not in learner and "What changes in a class" in learner
    assert "A4 sheets" in edition
    assert 'class="screen"' in wall and "A4 sheets" not in wall
    editor = soup(trainer.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])))
    assert [option.get_text(strip=True) for option in editor.select("#id_preview_mode option")] == [
        "As a learner", "Trainer's edition", "Projector view",
    ]  # fmt: skip


def test_comments_are_kept_and_shown(trainer, lesson):
    lesson.save_revision()
    comment = {"contentpath": "summary", "text": "Is this the right word?", "position": "", "resolved": "", "id": ""}
    form = form_of(lesson, comments=inline_formset([{**comment, "replies": inline_formset([])}]))
    trainer.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), form)
    assert Comment.objects.get(page_id=lesson.pk).text == "Is this the right word?"
    shown = soup(trainer.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])))
    assert "Is this the right word?" in json.dumps(json.loads(shown.select_one("#comments-data").get_text()))


def test_versions_of_the_trainers_edition_can_be_compared(trainer, lesson):
    lesson.save_revision()
    lesson.edition = body_of(
        [("care", {"title": "If somebody goes", "text": "<p>The second trainer follows slowly.</p>"})]
    )
    lesson.before = "Say it twice."
    lesson.save_revision()
    page = soup(trainer.get(f"/admin/pages/{lesson.pk}/revisions/compare/earliest...latest/"))
    added = [" ".join(mark.get_text().split()) for mark in page.select("table .addition")]
    assert "it twice." in added and "slowly." in " ".join(added)


def test_an_editor_writes_a_trainers_edition(trainer, lesson):
    steps = [
        ("step", {"title": "Arrive", "minutes": "90", "text": rich_text("<p>Hello.</p>")}),
        ("care", {"title": "Care", "text": rich_text("<p>Follow.</p>")}),
    ]
    form = form_of(lesson, edition=streamfield(steps), materials=streamfield([("line", "Cards")]), before="Say it.")
    trainer.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), form)
    draft = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    assert [(block.block_type, block.value["title"]) for block in draft.edition] == [
        ("step", "Arrive"),
        ("care", "Care"),
    ]
    assert (draft.before, [line.value for line in draft.materials]) == ("Say it.", ["Cards"])


def test_a_figure_offers_the_drawings_of_the_site_and_keeps_a_name_that_has_gone(trainer, lesson):
    block = FigureBlock().child_blocks["drawing"]
    with override("en"):
        field = BeautifulSoup(block.field.widget.render("f", "four-paths", {"id": "f"}), "html.parser")
    assert (field.input["value"], field.input["list"]) == ("four-paths", field.datalist["id"])
    offered = {option["value"]: option.text for option in field.datalist("option")}
    assert offered.keys() == drawings().keys()
    assert (offered["d04-case-cycle"], offered["three-paths"]) == ("Day 4: case cycle", "Three paths")
    assert [block.clean(name) for name in ("four-paths", "three-paths", "")] == ["four-paths", "three-paths", ""]
    with pytest.raises(ValidationError):
        block.clean("../three-paths")
    editor = trainer.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    assert all(name in editor for name in drawings())
