"""Nobody's number comes in with a question (S-16): what a file names is blotted out before it is kept."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.iin import TWELVE_DIGITS, is_iin

BLOT = "IINxREMOVED"  # stands where a number stood: letters and digits alone, so that every format still reads


def blotted(text):
    return TWELVE_DIGITS.sub(lambda match: BLOT if is_iin(match[0]) else match[0], text)


def names_somebody(question):
    """The field of a foreign question in which somebody's number stood, "deep" if it stands there still, or ""."""
    texts = [("text", question.text), ("feedback", question.feedback), *question.texts]
    for answer in question.answers:
        texts += [("answer", answer.text), ("feedback", answer.feedback)]
    texts += [("answer", pair.left) for pair in question.pairs]
    words = [(name, text.text) for name, text in texts]
    words += [("answer", pair.right) for pair in question.pairs]
    words += [("answer", choice.text) for choice in question.choices]
    words += [("name", question.name), ("idnumber", question.idnumber), ("category", question.category)]
    words += [("tags", " ".join(question.tags)), ("settings", " ".join(value for _name, value in question.settings))]
    words += [("answer", unit.name) for unit in question.units]
    if any(blotted(text) != text for _name, text in words):
        return "deep"
    return next((name for name, text in words if BLOT in text), "")


FIELDS = {
    "text": gettext_lazy("question text"),
    "feedback": gettext_lazy("comment"),
    "answer": gettext_lazy("answer"),
    "name": gettext_lazy("name"),
    "idnumber": gettext_lazy("identifier"),
    "category": gettext_lazy("category"),
    "tags": gettext_lazy("tags"),
}


def number_reason(name):
    where = FIELDS.get(name, name)
    return _("Not taken in: it contains an IIN (%(field)s). Texts must not name anybody's number.") % {"field": where}
