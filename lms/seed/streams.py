"""Blocks of a content file as the raw StreamField values that Wagtail stores.

Every block and list item gets an id made from the unit's key and its own, the same in each language, so that the
segments of two language versions pair by path.
"""

import uuid

from lms.core.keys import key_uuid

# What a block may leave out: localize takes no missing texts.
OPTIONAL = {"activity": {"derole": ""}, "quote": {"who": ""}}


def block_id(page_key, *parts):
    return str(uuid.uuid5(key_uuid(page_key), "/".join(str(part) for part in parts)))


def lines(page_key, name, texts):
    """A stream of `line` blocks: goals, outcomes, audience."""
    return [{"type": "line", "value": text, "id": block_id(page_key, name, i)} for i, text in enumerate(texts, 1)]


def structs(page_key, kind, values):
    """A stream of blocks of one kind: facts, audience, quote of the home page."""
    return [{"type": kind, "value": value, "id": block_id(page_key, kind, i)} for i, value in enumerate(values, 1)]


def body(page_key, blocks, part=None):
    """`blocks` of a content file. `part` keeps the ids of a second stream of the page apart from those of the first."""
    place = [part] if part else []
    return [
        {
            "type": block.kind.replace("-", "_"),
            "value": _value(page_key, block),
            "id": block_id(page_key, *place, block.key),
        }
        for block in blocks
    ]


def _list(page_key, key, values):
    return [{"type": "item", "value": value, "id": block_id(page_key, key, i)} for i, value in enumerate(values, 1)]


def _value(page_key, block):
    if block.kind == "text":
        return block.prose.html
    if block.kind == "key-points":
        points = block.prose.html.removeprefix("<ul>").removeprefix("<ol>").removesuffix("</ul>").removesuffix("</ol>")
        items = [f"<p>{item.removeprefix('<li>').strip()}</p>" for item in points.split("</li>") if item.strip()]
        return {"title": block.fields.get("title", ""), "points": _list(page_key, block.key, items)}
    if block.kind == "branch":
        choices = [{name: choice[name] for name in ("text", "reply", "tone")} for choice in block.fields["choices"]]
        return {**block.fields, "choices": _list(page_key, block.key, choices)}
    if block.kind == "figure":
        return {**block.fields, "image": None}
    if block.kind == "content-note":
        fields = {**block.fields, "level": str(block.fields["level"])}
        return {**fields, "summary": f"<p>{fields['summary']}</p>", "text": block.prose.html}
    value = {**OPTIONAL.get(block.kind, {}), **block.fields}
    if block.prose:
        value["text"] = block.prose.html
    return value
