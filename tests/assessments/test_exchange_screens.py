"""The screens of import and export: own bank alone, preview first, nothing on GET."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.users.models import UserProfile

from assessments.domain.bank import save_question
from assessments.models import KeyView, Question, QuestionUpload
from assessments.questions import KINDS
from assessments.questions.base import LANGUAGES
from tests.factories import questions as made
from tests.factories.people import build_center, build_organisation, build_staff, enter

GIFT = "// [id:q1]\n::One::Who <script>x()</script> knocks? {=Raushan#Yes ~Nobody}\n\n::Bad::{=a"


@pytest.fixture
def world(site):
    class World:
        north, south, center = build_organisation("north"), build_organisation("south"), build_center()
        trainer, stranger = build_staff("trainer", north), build_staff("trainer", south)
        reader = build_staff("second_reader", north)
        editor, admin = build_staff("editor", center), build_staff("administrator", north)

    for organisation in (World.north, World.south):
        body, texts = KINDS["single"].split({**made.SINGLE, "stem": made.say(f"stem {organisation.key}")}, LANGUAGES)
        key = f"{organisation.key}-1"
        save_question(key, kind="single", organisation=organisation, body=body, texts=texts)
    return World


def send(client, organisation, data=GIFT):
    file = SimpleUploadedFile("bank.txt", data.encode())
    fields = {"organisation": organisation.pk, "language": "en", "encoding": "", "file": file}
    return client.post(reverse("exchange:import"), fields)


def test_a_trainer_sees_the_file_before_a_yes_writes_drafts(world, client, mailoutbox):
    enter(client, world.trainer)
    mailoutbox.clear()
    response = send(client, world.north)
    upload = QuestionUpload.objects.get()
    assert response.url == reverse("exchange:preview", args=[upload.public_id])
    page = client.get(response.url).content.decode()
    for words in ("One", "Raushan", "100 %", "The curly brackets do not match.", "(line 4)"):
        assert words in page
    assert "x()" not in page
    assert Question.objects.count() == 2
    taken = client.post(response.url, {"updates": "update"}, follow=True)
    assert taken.redirect_chain == [(reverse("exchange:import"), 302)]
    question = Question.objects.get(idnumber="q1")
    assert (question.organisation, question.live) == (world.north, False)
    (way,) = re.findall(r'<a href="([^"]*)"[^>]*>See them in the bank</a>', taken.content.decode())
    bank = client.get(html.unescape(way))
    assert [(each.organisation, each.key) for each in bank.context["object_list"]] == [
        (world.north, question.key), (world.north, "north-1"),
    ]  # fmt: skip
    assert question.current_workflow_task.specific.role == "second_reader"
    assert [(mail.to, mail.body.splitlines()[0]) for mail in mailoutbox] == [
        ([world.reader.email], "1 question waits for your review.")
    ]
    assert KeyView.objects.filter(user=world.trainer, question=question).exists()
    assert client.post(response.url, {"updates": "update"}).status_code == 404


@pytest.mark.parametrize(("language", "number"), [("kk", "−4,5 ± 0,25"), ("ru", "−4,5 ± 0,25"), ("en", "−4.5 ± 0.25")])
def test_the_preview_writes_numbers_as_the_reader_does(world, client, language, number):
    UserProfile.objects.update_or_create(user=world.trainer, defaults={"preferred_language": language})
    enter(client, world.trainer)
    data = "::N::How cold? {#-4.5:0.25}\n\n::M::Who? {~%50%Alma ~%50%Berik ~%-50%Nobody}"
    page = client.get(send(client, world.north, data).url).content.decode()
    assert re.findall(r"<td[^>]*>([^<]*±[^<]*)</td>", page) == [number]
    assert re.findall(r"<td>([^<]*) %</td>", page) == ["100", "50", "50", "−50"]


def test_a_question_that_is_left_out_stays_out_and_no_deletes_the_file(world, client):
    enter(client, world.trainer)
    client.post(send(client, world.north).url, {"leave": "1", "updates": "update"})
    assert Question.objects.count() == 2
    client.post(send(client, world.north).url, {"refuse": "1"})
    assert (Question.objects.count(), QuestionUpload.objects.count()) == (2, 0)


def test_another_organisation_neither_gets_nor_sees_a_file(world, client):
    enter(client, world.trainer)
    assert "organisation" in send(client, world.south).context["form"].errors
    address = send(client, world.north).url
    enter(client, world.stranger)
    assert client.get(address).status_code == 404
    assert client.post(address, {"updates": "update"}).status_code == 404
    assert "bank.txt" not in client.get(reverse("exchange:import")).content.decode()
    assert QuestionUpload.objects.count() == 1


def test_an_export_needs_the_right_for_that_bank_and_holds_no_other(world, client):
    asked = {"organisation": world.north.pk, "language": "en", "format": "gift"}
    enter(client, world.trainer)
    assert client.post(reverse("exchange:export"), asked).status_code == 302
    assert not KeyView.objects.filter(user=world.trainer).exists()
    enter(client, world.admin)
    shown = client.get(reverse("exchange:export"), asked)
    assert "stem north" not in shown.content.decode()
    assert not KeyView.objects.exists()
    response = client.post(reverse("exchange:export"), asked)
    assert response["Content-Disposition"] == 'attachment; filename="north-en.gift.txt"'
    assert b"stem north" in response.content
    assert b"stem south" not in response.content
    assert list(KeyView.objects.values_list("user", "question__key")) == [(world.admin.pk, "north-1")]
    refused = client.post(reverse("exchange:export"), {**asked, "organisation": world.south.pk})
    assert "organisation" in refused.context["form"].errors


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", "The file holds no questions."),
        ('<!DOCTYPE q [<!ENTITY a "b">]><quiz>&a;</quiz>', "The file defines its own entities, which is not safe."),
        ("<html></html>", "The file holds no questions in Moodle XML."),
    ],
)
def test_a_file_that_cannot_be_read_says_why(world, client, data, reason):
    enter(client, world.trainer)
    assert send(client, world.north, data or " ").context["form"].errors["file"] == [reason]
    assert not QuestionUpload.objects.exists()
