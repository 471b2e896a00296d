"""A bank of fifty questions as Moodle writes it: what is taken in, what is left out and why, what stays the same."""

from pathlib import Path

import pytest
from django.utils.translation import override

from assessments.domain import exchange, exporting
from assessments.domain.previewing import State, preview
from assessments.models import Objective, Question
from tests.factories.people import build_organisation, build_person

FILE = Path(__file__).parent.parent / "files/moodle-bank.xml"
LEFT_OUT = {
    8: "An answer gives a part of the mark; here it is all or nothing.",
    13: "Questions of the kind description are not known here.",
    21: "An answer has the sign * for any letters.",
    34: "An answer gives a part of the mark; here it is all or nothing.",
    38: "The right answers earn different shares; here they earn equal ones.",
    44: "Questions of the kind calculated are not known here.",
    46: "The gaps have different weights; here each gap counts the same.",
}


@pytest.fixture(scope="module")
def data():
    return FILE.read_bytes()


@pytest.fixture
def send(site, data):
    place, person = build_organisation("north"), build_person("trainer")
    for key, title in (("consent", "Согласие"), ("first-talk", "Первая беседа"), ("ethics", "Этика и право")):
        Objective.objects.create(key=key, titles={"kk": title, "ru": title, "en": key})

    def upload(content=data, language="ru"):
        return exchange.upload(organisation=place, language=language, name="bank.xml", data=content, by=person)

    return upload


def test_every_question_is_taken_in_or_told(send):
    with override("en"):
        shown = preview(send())
    assert [row.position for row in shown.rows] == list(range(1, 51))
    assert {row.position: row.reason for row in shown.rows if row.state == State.LEFT_OUT} == LEFT_OUT
    assert shown.count(State.NEW) == 43
    dropped = dict(shown.dropped)
    assert {"penalty", "correctfeedback", "style=", "<strong>", "<em>"} <= set(dropped)
    by_name = {row.name: row for row in shown.rows if row.draft}
    first = by_name["Кто даёт согласие"]
    assert (first.objective.key, first.tags, first.idnumber) == ("consent", ("согласие", "день 1"), "eth-001")
    assert first.draft.texts["stem"].startswith("Раушан, десять лет,")
    assert [(row.text, row.percent) for row in by_name["Три признака"].answers] == [
        ("Оно добровольное", 33.33),
        ("Человек понимает, на что соглашается", 33.33),
        ("Его можно отозвать", 33.33),
        ("Оно напечатано на бланке", -33.33),
        ("Его дал начальник", -33.33),
    ]
    assert [picture.alt for picture in by_name["Две картинки"].pictures] == ["Дом", "Четыре ступени"]
    assert [row.text for row in by_name["Ответ картинкой"].answers] == ["(рисунок 1)", "(рисунок 2)"]
    assert by_name["Круги доверия"].draft.notes == []
    assert any("dot.gif" in note for note in by_name["Старый рисунок"].draft.notes)
    assert "Left out of the texts: <script>." in by_name["Снаружи"].draft.notes
    assert by_name["Снаружи"].draft.texts["stem"] == "Что видно со стороны? Подробнее (https://example.org/)"
    assert by_name["Скрытый"].hidden
    assert by_name["Пропуски"].draft.texts["text"] == ("Сначала [[1]] и называют [[2]]. На беседу отводят [[3]] минут.")
    assert [(row.part, row.text, row.percent) for row in by_name["Пропуски"].answers] == [
        ("gap 1", "здороваются", 100),
        ("gap 1", "приветствуют", 100),
        ("gap 2", "себя", 100),
        ("gap 2", "семью", 0),
        ("gap 2", "адрес", 0),
        ("gap 3", "40 ± 5", 100),
        ("gap 3", "90", 0),
    ]


def test_the_bank_comes_in_once_and_stays_the_same_when_it_leaves_and_returns(send):
    upload = send()
    taken = exchange.accept(upload.pk, by=upload.by)
    assert (taken.created, taken.updated) == (43, 0)
    again = preview(send())
    assert (again.count(State.SAME), again.count(State.LEFT_OUT)) == (43, 7)
    file = exporting.export(upload.organisation, "ru", "moodle", by=upload.by)
    assert [one for one in file.missing if one.is_whole] == []
    returned = preview(send(file.data))
    assert [row.state for row in returned.rows] == [State.SAME] * 43
    assert Question.objects.filter(live=False).count() == 43
