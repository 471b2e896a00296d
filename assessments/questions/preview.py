"""What an author sees of a question before anybody is asked it: the question, and its result with all feedback."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .base import Asked
from .editing import LANGUAGES, NAMES

ASKED, TOLD = "asked", "told"


def modes():
    """(name, label) for each language, first as the question, then as the result."""
    asked = [(f"{ASKED}-{code}", NAMES[code]) for code in LANGUAGES]
    told = [(f"{TOLD}-{code}", format_lazy("{}: {}", NAMES[code], _("result"))) for code in LANGUAGES]
    return [*asked, *told]


def shown(kind, body, texts, mode):
    """The context of the preview: `form` as `Kind.show` gives it; for a result `answers`, each with `heading`, `lines`.

    `missing` says that the language has no text yet, `problems` what keeps the question from being shown.
    """
    wanted, _dash, language = mode.partition("-")
    if language not in texts:
        return {"language": language, "missing": True}
    if problems := kind.problems(body, {language: texts[language]}):
        return {"language": language, "problems": list(dict.fromkeys(problem.told for problem in problems))}
    asked = Asked(texts[language], language, "q")
    context = {
        "language": language,
        "form": kind.show(body, asked),
        "explanation": texts[language].get("explanation", ""),
    }
    if wanted == TOLD:
        context["answers"] = answers(kind, body, texts[language], language)
    return context


def answers(kind, body, texts, language):
    """The right answer, and for a choice every option, so that all feedback is seen once."""
    responses = [
        (_("The right answer"), kind.solution(body)),
        (_("Every option, with what is said about it"), kind.everything(body)),
    ]
    return [
        {"heading": heading, "lines": kind.describe_response(body, Asked(texts, language, "q", response=response))}
        for heading, response in responses
        if response is not None
    ]
