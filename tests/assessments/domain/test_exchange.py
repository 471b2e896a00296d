"""A file of questions is looked at, taken in once, and updates what it brought before."""

import base64
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils.translation import override
from PIL import Image

from assessments.domain import exchange
from assessments.domain.previewing import State, preview
from assessments.models import Objective, Question, QuestionUpload
from lms.core.models import SiteImage
from lms.interop.bank import Unreadable
from tests.factories.people import build_organisation, build_person

IIN = "999999000303"  # month 99, day 99: nobody's
GIFT = """$CATEGORY: $course$/top/Ethics/Day 1

// [id:eth-1] [tag:consent]
::Consent::Who gives consent for a child of ten? {
=The parent or guardian#Yes
~The teacher#No
~The neighbour
}

::Broken::Who {=a

::Hours::How many hours are two double lessons? {#3:0.5}
"""


@pytest.fixture
def world(site):
    class World:
        organisation = build_organisation("north")
        trainer = build_person("trainer")

    Objective.objects.create(key="ethics", titles={"kk": "Этика", "ru": "Этика", "en": "Ethics"})
    return World


def send(world, data, language="en", **about):
    data = data.encode() if isinstance(data, str) else data
    about = {"organisation": world.organisation, "language": language, "by": world.trainer, "name": "bank.txt", **about}
    return exchange.upload(data=data, **about)


def states(upload):
    return [(row.position, row.title, row.state) for row in preview(upload).rows]


def take(world, upload):
    return exchange.accept(upload.pk, by=world.trainer)


def counted(taken):
    return taken.created, taken.updated


def test_each_question_is_shown_as_it_will_be_and_a_bad_one_loses_nothing(world):
    upload = send(world, GIFT)
    with override("en"):
        first, second, third = preview(upload).rows
    assert (first.title, first.state, str(first.kind)) == ("Consent", State.NEW, "single choice")
    assert [(row.text, row.percent, row.feedback) for row in first.answers] == [
        ("The parent or guardian", 100, "Yes"),
        ("The teacher", 0, "No"),
        ("The neighbour", 0, ""),
    ]
    assert (first.objective.key, first.tags) == ("ethics", ("consent", "Day 1"))
    assert (second.position, second.state, second.line) == (2, State.LEFT_OUT, 10)
    assert second.reason == "The curly brackets do not match."
    assert [row.text for row in third.answers] == ["3 ± 0.5"]
    assert Question.objects.count() == 0


def test_a_yes_writes_drafts_and_a_second_file_finds_them(world):
    upload = send(world, GIFT)
    assert counted(take(world, upload)) == (2, 0)
    assert not QuestionUpload.objects.exists()
    question = Question.objects.get(idnumber="eth-1")
    assert (question.key, question.name, question.live) == ("north-eth-1", "Consent", False)
    assert question.objective.key == "ethics"
    assert sorted(question.tags.names()) == ["Day 1", "consent"]
    assert question.latest_revision.user == world.trainer
    with pytest.raises(QuestionUpload.DoesNotExist):
        exchange.accept(upload.pk, by=world.trainer)

    again = send(world, GIFT)
    assert [state for _n, _t, state in states(again)] == [State.SAME, State.LEFT_OUT, State.SAME]
    assert counted(take(world, again)) == (0, 0)
    assert Question.objects.count() == 2


def test_a_changed_file_updates_and_keeps_the_ids_of_options(world):
    take(world, send(world, GIFT))
    before = Question.objects.get(idnumber="eth-1")
    changed = send(world, GIFT.replace("~The neighbour", "~A friend of the family"))
    assert [state for _n, _t, state in states(changed)] == [State.CHANGED, State.LEFT_OUT, State.SAME]
    take(world, changed)
    after = Question.objects.get(idnumber="eth-1").get_latest_revision_as_object()
    assert after.body == before.body
    ids = [row["id"] for row in after.body["options"]]
    assert [after.texts["en"]["options"][one]["text"] for one in ids] == [
        "The parent or guardian",
        "The teacher",
        "A friend of the family",
    ]


def test_another_language_joins_the_same_question(world):
    take(world, send(world, GIFT))
    russian = (
        "// [id:eth-1]\n::Согласие::Кто даёт согласие за ребёнка десяти лет? "
        "{=Родитель или опекун#Да ~Учитель#Нет ~Сосед}"
    )
    take(world, send(world, russian.encode("windows-1251"), "ru"))
    question = Question.objects.get(idnumber="eth-1").get_latest_revision_as_object()
    right = next(row["id"] for row in question.body["options"] if row.get("correct"))
    assert question.texts["ru"]["options"][right] == {"text": "Родитель или опекун", "feedback": "Да"}
    assert question.texts["en"]["options"][right] == {"text": "The parent or guardian", "feedback": "Yes"}
    fewer = send(world, "// [id:eth-1]\n::Согласие::Кто? {=Родитель ~Учитель ~Сосед ~Друг}", "ru")
    [row] = preview(fewer).rows
    assert (row.state, row.reason) == (
        State.LEFT_OUT,
        "Its texts in another language do not fit the new answers. Change it in the editor.",
    )


def test_nobodys_number_comes_in_or_stays(world):
    upload = send(
        world, GIFT.replace("Who gives", f"{IIN} Who gives").replace("=The", f"={IIN} The"), name=f"{IIN}.txt"
    )
    assert IIN.encode() not in bytes(upload.data)
    assert IIN not in upload.name
    rows = preview(upload).rows
    assert [row.state for row in rows] == [State.LEFT_OUT, State.LEFT_OUT, State.NEW]
    assert rows[0].reason == "Not taken in: it contains an IIN (question text). Texts must not name anybody's number."
    assert not any("IINx" in f"{row.title}{row.reason}" for row in rows)
    hidden = "".join(f"&#{ord(digit)};" for digit in IIN)
    text = f"<name><text>a</text></name><questiontext><text>{hidden}</text></questiontext>"
    with pytest.raises(Unreadable, match="IIN"):
        send(world, f'<quiz><question type="essay">{text}</question></quiz>')
    assert not QuestionUpload.objects.filter(data__contains=IIN.encode()).exists()


def picture(colour, form="PNG"):
    drawn = BytesIO()
    Image.new("RGB", (40, 30), colour).save(drawn, form)
    return drawn.getvalue()


def xml(*pictures, feedback=""):
    files = "".join(
        f'<file name="{n}.{ext}" path="/" encoding="base64">{base64.b64encode(data).decode()}</file>'
        for n, (ext, data) in enumerate(pictures, 1)
    )
    shown = "".join(
        f'<img src="@@PLUGINFILE@@/{n}.{ext}" alt="Picture {n}">' for n, (ext, _d) in enumerate(pictures, 1)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?><quiz><question type="truefalse"><name><text>Seen</text></name>
<questiontext format="html"><text><![CDATA[<p>Is this a <b>house</b>?</p>{shown}]]></text>{files}</questiontext>
<generalfeedback format="html"><text>{feedback}</text></generalfeedback>
<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question></quiz>"""


def test_pictures_are_drawn_anew_kept_once_and_referenced(world):
    data = xml(("png", picture("red")), ("jpg", picture("blue", "JPEG")), ("svg", b"<svg onload='x()'/>"))
    upload = send(world, data)
    [row] = preview(upload).rows
    assert [one.alt for one in row.pictures] == ["Picture 1", "Picture 2"]
    assert any("3.svg" in note for note in row.draft.notes)
    take(world, upload)
    question = Question.objects.get()
    images = [SiteImage.objects.get(pk=row["image"]) for row in question.body["pictures"]]
    assert [image.collection.name for image in images] == ["north", "north"]
    assert question.texts["en"]["pictures"] == {"1": "Picture 1", "2": "Picture 2"}
    assert question.pictures.count() == 2
    assert [row.state for row in preview(send(world, data)).rows] == [State.SAME]
    assert SiteImage.objects.count() == 2


def test_a_day_later_nothing_waits(world):
    upload = send(world, GIFT)
    exchange.purge_uploads()
    assert QuestionUpload.objects.exists()
    QuestionUpload.objects.update(at=upload.at - timedelta(days=1, minutes=1))
    exchange.purge_uploads()
    assert not QuestionUpload.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_preview_asks_no_more_for_more_questions(world, queries, number):
    upload = send(world, "\n\n".join(f"// [id:q{n}]\n::Q{n}::Question {n}? {{=a ~b}}" for n in range(number)))
    take(world, upload)
    upload = send(world, "\n\n".join(f"// [id:q{n}]\n::Q{n}::Question {n}? {{=a ~c}}" for n in range(number)))
    upload = QuestionUpload.objects.select_related("organisation").get(pk=upload.pk)
    with queries(6):
        rows = preview(upload).rows
    assert [row.state for row in rows] == [State.CHANGED] * number
