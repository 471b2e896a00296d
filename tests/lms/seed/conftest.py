"""A content folder of one course, one day and one lesson, that a test may bend."""

import pytest

SOURCES = """
GOF: {citation: "Goffman, E. (1963). Stigma.", publisher: Prentice-Hall, year: 1963, seen: false}
LP: {citation: "Link, B., Phelan, J. (2001). Conceptualizing Stigma.", publisher: ARS, year: 2001, seen: true}
"""
PAGES = """
home:
  title: {en: Home, ru: Главная, kk: Басты бет}
  hero_title: {en: A skilled adult, ru: Умелый взрослый, kk: Білікті ересек}
  hero_text: {en: Ten days., ru: Десять дней., kk: Он күн.}
  facts:
    - {value: "10", label: {en: days, ru: дней, kk: күн}}
  audience:
    - {title: {en: Teachers, ru: Учителя, kk: Мұғалімдер}, text: {en: A class., ru: Класс., kk: Сынып.}}
  quote:
    text: {en: Ask less why., ru: Реже «почему»., kk: «Неге» деп аз сұраңыз.}
    who: {en: A rule, ru: Правило, kk: Ереже}
catalogue:
  title: {en: Courses, ru: Курсы, kk: Курстар}
  intro: {en: All courses., ru: Все курсы., kk: Барлық курс.}
pages:
  - slug: help
    title: {en: Help, ru: Помощь, kk: Көмек}
    body:
      en: "## Log-in {#log-in}\\n\\nAsk for a new password."
      ru: "## Вход {#log-in}\\n\\nПопросите новый пароль."
      kk: "## Кіру {#log-in}\\n\\nЖаңа құпиясөз сұраңыз."
"""
COURSE = """
key: small
slug: small
title: {en: Small course, ru: Малый курс, kk: Шағын курс}
summary: {en: One day., ru: Один день., kk: Бір күн.}
hours: 8
minutes_per_hour: 45
audience: {en: [Teachers], ru: [Учителя], kk: [Мұғалімдер]}
policy:
  - {rule: units_done}
certificate: {}
days:
  - key: d02
    number: 2
    slug: stigma-and-language
    title: {en: Stigma and language, ru: Стигма и язык, kk: Стигма және тіл}
    summary: {en: A day., ru: День., kk: Күн.}
    content_note: 1
    outcomes:
      - {en: define stigma, ru: определить стигму, kk: стигманы анықтау}
    sessions:
      - key: d02-l1
        number: "2.1"
        slug: what-stigma-is
        title: {en: What stigma is, ru: Что такое стигма, kk: Стигма деген не}
        content_note: 1
        minutes: 90
"""
LESSON = """---
key: d02-l1
slug: what-stigma-is
title: {title}
summary: {summary}
minutes: 1
content_note: 1
goals:
  - {goal}
sources: [GOF, LP]
---

{first} with **{bold}** and [{link}](https://example.org/).

## {heading} {{#part}}

- {one}
- {two}

:::branch reply
title: {title}
prompt: {first}
choices:
  - {{key: a, text: {one}, reply: {two}, tone: good}}
  - {{key: b, text: {two}, reply: {one}, tone: warn}}
:::
"""
TEXTS = {
    "en": dict(title="What stigma is", summary="S.", goal="name it", first="A look", bold="power", link="more",
               heading="Five parts", one="A label", two="A line"),
    "ru": dict(title="Что такое стигма", summary="С.", goal="назвать", first="Взгляд", bold="власть", link="ещё",
               heading="Пять частей", one="Ярлык", two="Черта"),
    "kk": dict(title="Стигма деген не", summary="М.", goal="атау", first="Көзқарас", bold="билік", link="тағы",
               heading="Бес бөлік", one="Айдар", two="Шек"),
}  # fmt: skip


@pytest.fixture
def content_root(tmp_path):
    root = tmp_path / "content"
    (root / "reference").mkdir(parents=True)
    (root / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    (root / "pages.yaml").write_text(PAGES, encoding="utf-8")
    (root / "small").mkdir()
    (root / "small/course.yaml").write_text(COURSE, encoding="utf-8")
    for language, texts in TEXTS.items():
        write_lesson(root, language, LESSON.format(**texts))
    return root


def write_lesson(root, language, text):
    path = root / "small" / language / "day-02/2.1-what-stigma-is.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def lesson_path(content_root):
    return lambda language: content_root / "small" / language / "day-02/2.1-what-stigma-is.md"
