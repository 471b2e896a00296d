"""A lesson that has every block once."""

import json

from courses.models import LessonPage

from .courses import add

NOTE = {
    "level": "2",
    "note": "An account of a difficult evening, sixty words, no injuries.",
    "minutes": 1,
    "text": "<p>The account that stays closed.</p>",
    "summary": "<p>A child could not sleep; an adult stayed near.</p>",
}
BLOCKS = [
    ("heading", {"text": "What changes in a class", "level": "h2"}),
    ("text", '<p>One paragraph with <b>weight</b> and <a href="https://law.example/">a law</a>.</p>'),
    ("text", "<ul><li>First</li><li>Second</li></ul>"),
    ("key_points", {"title": "", "points": ["<p>Name the act, not the person.</p>", "<p>One rule for all.</p>"]}),
    ("callout", {"tone": "warn", "title": "Before you write", "text": "<p>Would you read it aloud?</p>"}),
    ("content_note", NOTE),
    ("case", {"title": "Nine in the evening", "text": "<p>Marat reads the chat twice.</p>"}),
    (
        "activity",
        {"title": "A call", "minutes": 10, "format": "pairs", "text": "<ol><li>Read.</li></ol>", "derole": "Stand up."},
    ),
    (
        "branch",
        {
            "title": "What do you write first?",
            "prompt": "It is 21:40.",
            "choices": [
                {"text": "Thank you, see me tomorrow.", "reply": "There is a place to talk.", "tone": "good"},
                {"text": "I will explain everything.", "reply": "The story belongs to the child.", "tone": "warn"},
            ],
        },
    ),
    ("quote", {"text": "Ask less why, and more what would help.", "who": "Working rule"}),
    ("figure", {"drawing": "stigma-components", "alt": "Four circles in a ring", "caption": "Four parts and power"}),
    (
        "video",
        {
            "title": "The open door",
            "embed": "https://vimeo.com/123456789",
            "minutes": 6,
            "captions": [],
            "transcript": "<p>Hello.</p>",
        },
    ),
    ("download", {"title": "First ten minutes: a pocket card", "description": "One page"}),
    ("term", {"term": "stigma", "definition": "A mark that lowers a person in the eyes of others."}),
    ("pause", {"title": "A short pause", "text": "<p>Put both feet on the floor.</p>"}),
]

EDITION = [
    ("step", {"title": "Arrive", "minutes": 30, "text": "<p>Everybody says one word.</p>"}),
    ("step", {"title": "Work in pairs", "minutes": 60, "text": "<ul><li>Pairs read.</li></ul>"}),
    ("role_card", {"title": "Gulnar", "text": "<p>You want to listen before you plan.</p>"}),
    ("answers", {"title": "Often said", "text": "<ul><li>Children forget.</li></ul>"}),
    ("care", {"title": "If somebody leaves", "text": "<p>The second trainer follows.</p>"}),
]

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>"
    '<a href="javascript:alert(1)" onclick=alert(1)>k</a><iframe srcdoc="<script>alert(1)</script>">'
)


def poisoned(value):
    """The value with a hostile text in every place that holds text."""
    if isinstance(value, dict):
        return {key: poisoned(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [poisoned(inner) for inner in value]
    return HOSTILE if isinstance(value, str) else value


def body_of(blocks, prefix="b"):
    """The stream of `blocks` as JSON; their ids are "b1", "b2" …"""
    return json.dumps(
        [{"type": kind, "value": value, "id": f"{prefix}{n}"} for n, (kind, value) in enumerate(blocks, start=1)]
    )


def build_full_lesson(module, key="full-lesson", **fields):
    """A live lesson below `module` in its language."""
    goals = [{"type": "line", "value": "name the parts", "id": "g1"}]
    code = module.locale.language_code
    fields = {
        "slug": key,
        "minutes": 14,
        "summary": "What a class can do.",
        "materials": json.dumps([{"type": "line", "value": "A4 sheets", "id": "m1"}]),
        "before": "Say that the case is invented.",
        "edition": body_of(EDITION, prefix="e"),
        "body": body_of(BLOCKS),
        **fields,
    }
    return add(module, LessonPage, key, code, goals=json.dumps(goals), **fields)
