"""A questionnaire: sections with scales, choices and open questions (docs/content-format.md)."""

KINDS = ("scale", "pair", "choice", "many", "number", "text")


def check_survey(check, data):
    if not check.fields(data, {"key", "title", "intro", "minutes", "sections"}, {"sources", "status"}):
        return
    check.register(data)
    check.texts(data, "title")
    check.texts(data, "intro")
    check.cites(data)
    check.number(data, "minutes", least=1, whole=True)
    sections = check.entries(data, "sections", {"key", "title", "questions"}, {"intro", "scale"})
    check.local_keys(sections)
    questions = []
    for section in sections:
        check.texts(section, "title")
        if "intro" in section:
            check.texts(section, "intro")
        if "scale" in section:
            _scale(check, section)
        for question in check.entries(
            section, "questions", {"key", "kind", "text"}, {"options", "optional", "reversed", "warning", "scale"}
        ):
            questions.append(question)
            _question(check, section, question)
    check.local_keys(questions)


def _scale(check, node):
    scale = node["scale"]
    if not isinstance(scale, dict) or not check.fields(scale, {"min", "max", "low", "high"}, {"not_applicable"}):
        check.wrong(node, "scale must have min, max, low and high")
        return
    check.texts(scale, "low")
    check.texts(scale, "high")
    check.flag(scale, "not_applicable")
    whole = check.number(scale, "min", whole=True) & check.number(scale, "max", whole=True)
    if whole and scale["min"] >= scale["max"]:
        check.wrong(scale, f"scale from {scale['min']} to {scale['max']}: min must be below max")


def _question(check, section, question):
    check.texts(question, "text")
    check.flag(question, "optional")
    check.flag(question, "reversed")
    if not check.one_of(question, "kind", KINDS):
        return
    kind = question["kind"]
    rated = kind in {"scale", "pair"}
    if "scale" in question:
        _scale(check, question)
    if rated and "scale" not in section and "scale" not in question:
        check.wrong(question, f"a {kind} question needs a scale, its own or the section's")
    if "reversed" in question and kind != "scale":
        check.wrong(question, "only a scale question may be reversed")
    if (kind in {"choice", "many"}) != ("options" in question):
        check.wrong(question, f"a {kind} question " + ("takes no options" if "options" in question else "has options"))
    elif "options" in question:
        options = check.entries(question, "options", {"id", "text"}, least=2)
        check.unique(options, "id")
        for option in options:
            check.texts(option, "text")
    if kind == "text" and "warning" not in question:
        check.wrong(question, "a text question has a warning: no names, places or details")
    if "warning" in question:
        check.texts(question, "warning")
