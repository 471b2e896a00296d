"""What differs between two states of a question, in the words of its author's form."""

from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext as _

from lms.core.differences import marked

from .editing import NAMES, bind_fields


@dataclass(frozen=True)
class Difference:
    """One input of the form that says something else now; `text` is safe HTML with the change marked."""

    label: str
    language: str
    text: str


def differences(kind, before, after):
    """A list of Difference between two states (body, texts); empty when they say the same."""
    old, new = (said(bind_fields(kind.editor, kind.join(*state), "q")) for state in (before, after))
    found = []
    for place in [*new, *(place for place in old if place not in new)]:
        label, language, text = new.get(place) or (*old[place][:2], "")
        was = old[place][2] if place in old else ""
        if was != text:
            found.append(Difference(str(label), language, marked(was, text)))
    return found


def said(fields, place=(), above=""):
    """{place: (label, language, text)} of each input; rows are known by their ids, so moving one changes nothing."""
    found = {}
    for field in fields:
        here, label = (*place, field["label"]), format_lazy("{}{}", above, field["label"])
        if field["type"] == "rows":
            for number, row in enumerate(field["rows"], 1):
                ids = dict(row["hidden"])
                if ids["id"]:
                    found |= said(row["fields"], (*here, ids["id"]), format_lazy("{} {}: ", label, number))
        else:
            found |= {(*here, code): (label, NAMES.get(code, ""), text) for code, text in values(field)}
    return found


def values(field):
    """(language, text) of each input of one field."""
    kind = field["type"]
    if kind == "words":
        return [(one["code"], one["value"]) for one in field["inputs"]]
    if kind in {"tick", "one"}:
        return [("", _("yes") if field["value"] else _("no"))]
    if kind == "pick":
        return [("", str(next((label for _one, label, chosen in field["choices"] if chosen), "")))]
    if kind == "between":
        return [("", f"{field['first']}–{field['last']}")]
    return [("", str(field["value"]))]
