"""The template "session of 90 minutes": what a new lesson begins with, in the language that is active."""

from django.utils.translation import gettext as _


def fields():
    """Values for the fields of a `LessonPage`. What is to be replaced stands in square brackets."""
    return {
        "summary": _("[One or two sentences under the title]"),
        "goals": [("line", _("[a verb first: name, ask, decide]"))],
        "body": body(),
        "edition": edition(),
    }


def body():
    return [
        ("text", paragraph(_("[Begin with a scene or a question, not with a definition]"))),
        ("heading", {"text": _("What it is about"), "level": "h2"}),
        ("text", paragraph(_("[Two or three paragraphs that one wants to read aloud to a colleague]"))),
        ("case", {"title": _("From the family"), "text": paragraph(_("[An episode of the fictional family]"))}),
        ("heading", {"text": _("How it is done"), "level": "h2"}),
        ("text", paragraph(_("[A worked example with the sentences that people say]"))),
        ("activity", {"title": _("Try it"), "minutes": 20, "format": "pairs", "text": paragraph(_("[What pairs do]"))}),
        ("key_points", {"title": "", "points": [paragraph(_("[Three to six sentences to take along]"))]}),
        ("pause", {"title": _("A short pause"), "text": paragraph(_("[A rest that asks nothing]"))}),
    ]


def edition():
    """Five steps of 90 minutes, and care."""
    steps = [
        (_("Arrive and name the day"), 10),
        (_("Read and ask"), 20),
        (_("Work in pairs"), 30),
        (_("Talk together"), 20),
        (_("Close and rest"), 10),
    ]
    told = paragraph(_("[What the trainer does and says]"))
    care = {"title": _("If somebody leaves the room"), "text": paragraph(_("[Fitted to this session]"))}
    return [
        *(("step", {"title": title, "minutes": minutes, "text": told}) for title, minutes in steps),
        ("care", care),
    ]


def paragraph(text):
    return f"<p>{text}</p>"
