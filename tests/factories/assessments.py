"""A quiz with questions, on a page in three trees."""

from assessments.domain.bank import save_question, save_quiz
from assessments.models import QuizPage
from assessments.questions import KINDS
from lms.core.keys import key_uuid

from .courses import LANGUAGES, add, build_organisation, page_of

KEYS = {"single": ["a"], "multiple": ["a", "b"], "truefalse": ["false"]}
OPTIONS = {"single": ["a", "b", "c"], "multiple": ["a", "b", "c", "d"], "truefalse": ["true", "false"]}


def build_question(key, kind="single", right=None, languages=LANGUAGES, organisation=None):
    """A question whose texts name its key, language and option, so that a test can look for them."""
    right = KEYS[kind] if right is None else right
    return save_question(
        key,
        kind=kind,
        organisation=organisation or build_organisation(),
        body={"options": [{"id": o, **({"correct": True} if o in right else {})} for o in OPTIONS[kind]]},
        texts={
            code: {
                "stem": f"{key} stem {code}",
                "explanation": f"{key} explained {code}",
                "options": {
                    o: {"text": f"{key} {o} {code}", "feedback": f"{key} {o} told {code}"} for o in OPTIONS[kind]
                },
            }
            for code in languages
        },
    )


def bank_item(item, key=None):
    """An item of a content file (`tests.factories.questions`) in the bank; returns its key."""
    body, texts = KINDS[item["kind"]].split(item, LANGUAGES)
    key = key or item["key"]
    save_question(key, kind=item["kind"], organisation=build_organisation(), body=body, texts=texts)
    return key


def build_quiz(module_key, key="quiz", kinds=("single", "multiple", "truefalse"), languages=LANGUAGES, **settings):
    """A quiz whose page hangs below the module in every language; its unit key is that of `key`.

    `kinds` are names or whole items of a content file.
    """
    keys = [f"{key}-q{n}" for n in range(1, len(kinds) + 1)]
    for question, kind in zip(keys, kinds, strict=True):
        if isinstance(kind, dict):
            bank_item(kind, question)
        else:
            build_question(question, kind, languages=languages)
    quiz = save_quiz(key, organisation=build_organisation(), question_keys=keys, **settings)
    for code in LANGUAGES:
        add(page_of(module_key, code), QuizPage, key, code, slug=key, quiz=quiz, minutes=10)
    quiz.unit_key = key_uuid(key)
    return quiz
