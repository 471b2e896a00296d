"""Checks one quiz file: structure and key once, texts side by side (docs/content-format.md)."""

from assessments.questions import KINDS, marked_by_software

from .item_rules import check_item


def check_quiz(check, quiz):
    """Whether the quiz may be loaded; what is wrong goes to `check`."""
    before = len(check.problems)
    if not check.fields(
        quiz, {"key", "slug", "title", "content_note", "items"}, {"intro", "spare", "later", "minutes"}
    ):
        return False
    check.register(quiz)
    if not isinstance(quiz["title"], dict) or not quiz["title"].get("en"):
        check.wrong(quiz, "a quiz needs at least its English texts")
        return False
    languages = quiz_languages(quiz)
    for name in sorted({"title", "intro"} & quiz.keys()):
        check.texts(quiz, name, languages)
    for name, kinds in (("items", marked_by_software()), ("spare", marked_by_software()), ("later", KINDS)):
        for item in check.mappings(quiz, name, least=0) if name in quiz else ():
            check_item(check, item, {"outcome", "level"}, {"content_note", "must_pass"}, kinds, languages)
            if name != "later" and "model_answer" in item:
                check.wrong(item, f"{item['key']}: needs accept, or stands under `later`")
    return len(check.problems) == before


def quiz_languages(quiz):
    """The languages that the quiz stands in: those of its title."""
    return [language for language in ("en", "ru", "kk") if quiz["title"].get(language)]
