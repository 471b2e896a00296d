"""What the search may know of a lesson (S-08): a list of what is read by everybody who opens it, and of nothing else.

The closed text of a content note, the choices and replies of a branch and the trainer's edition are not in it. A new
block is not found before it stands here.
"""

import html
import re

TAG = re.compile(r"<[^>]+>")
# Kind of block -> its fields; None: the block is the text itself.
FOUND_IN = {
    "heading": ("text",),
    "text": None,
    "key_points": ("title", "points"),
    "callout": ("title", "text"),
    "content_note": ("note", "summary"),
    "case": ("title", "text"),
    "activity": ("title", "text", "derole"),
    "branch": ("title", "prompt"),
    "quote": ("text", "who"),
    "figure": ("alt", "caption"),
    "video": ("title", "transcript"),
    "download": ("title", "description"),
    "term": ("term", "definition"),
    "pause": ("title", "text"),
}


def text_of_lesson(page):
    """Its summary, goals and text as one line of words."""
    parts = [page.summary, *lines(page.goals)]
    for block in page.body.raw_data:
        fields = FOUND_IN.get(block["type"], ())
        values = [block["value"]] if fields is None else [block["value"].get(name) for name in fields]
        parts += [text for value in values for text in texts(value)]
    return " ".join(parts)


def text_of_module(page):
    return " ".join([page.summary, *lines(page.outcomes), *lines(page.sessions)])


def lines(stream):
    return [line["value"] for line in stream.raw_data]


def texts(value):
    """The words of a field as kept in the database: rich text, a plain text or a list of these."""
    if isinstance(value, list):
        for item in value:
            yield from texts(item["value"] if isinstance(item, dict) else item)
    elif value:
        yield html.unescape(TAG.sub(" ", str(value)))
