"""Checks one quiz file: structure and key once, texts side by side (docs/content-format.md)."""

ITEM_FIELDS = {"key", "kind", "outcome", "level", "stem", "options", "explanation"}
KINDS = {"single", "multiple", "truefalse"}
LEVELS = {"remember", "understand", "apply", "analyse"}


def check_quiz(check, quiz, sources):
    """Whether the quiz may be loaded; what is wrong goes to `check`."""
    before = len(check.problems)
    if not check.fields(quiz, {"key", "slug", "title", "content_note", "items"}, {"intro", "later", "minutes"}):
        return False
    languages = quiz_languages(quiz)
    if "en" not in languages:
        check.wrong(quiz, "a quiz needs at least its English texts")
    keys = set()
    for item in quiz["items"]:
        if item.get("key") in keys:
            check.wrong(item, f"key {item['key']} is used twice")
        keys.add(item.get("key"))
        _item(check, item, languages, sources)
    for item in quiz.get("later", []):
        if item.get("key") in keys or not item.get("kind"):
            check.wrong(item, f"item {item.get('key')}: needs a kind and a key of its own")
        keys.add(item.get("key"))
    return len(check.problems) == before


def quiz_languages(quiz):
    """The languages that the quiz stands in: those of its title."""
    return [language for language in ("en", "ru", "kk") if quiz["title"].get(language)]


def _item(check, item, languages, sources):
    if not check.fields(item, ITEM_FIELDS, {"sources", "content_note", "must_pass", "instruction"}):
        return
    if item["kind"] not in KINDS:
        check.wrong(item, f"{item['key']}: kind must be single, multiple or truefalse")
    if item["level"] not in LEVELS:
        check.wrong(item, f"{item['key']}: unknown level {item['level']}")
    check.texts(item, "stem", languages)
    check.texts(item, "explanation", languages)
    for key in item.get("sources", []):
        if key not in sources:
            check.wrong(item, f"{item['key']}: source {key} is not in sources.yaml")
    right = [option for option in item["options"] if option.get("correct")]
    if len({str(option.get("id")) for option in item["options"]}) != len(item["options"]):
        check.wrong(item, f"{item['key']}: option ids repeat")
    if (item["kind"] != "multiple" and len(right) != 1) or not right:
        check.wrong(item, f"{item['key']}: needs " + ("a right option" if not right else "exactly one right option"))
    for option in item["options"]:
        if check.fields(option, {"id", "text"}, {"correct", "feedback"}):
            check.texts(option, "text", languages)
            if not option.get("correct"):
                check.texts(option, "feedback", languages)
