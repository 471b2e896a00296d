"""A branching case: nodes, choices and endings as a graph without circles (docs/content-format.md)."""

NODES = range(6, 10)
METERS = {"trust", "safety", "privacy"}
FIELDS = {"key", "day", "title", "content_note", "minutes", "start", "nodes", "endings", "sources"}


def check_scenario(check, data):
    if not check.fields(data, FIELDS, {"summary", "intro"}):
        return
    check.register(data)
    for name in ("title", "summary", "intro"):
        if name in data:
            check.texts(data, name)
    check.one_of(data, "day", tuple(range(1, 11)))
    check.one_of(data, "content_note", (0, 1, 2, 3))
    check.number(data, "minutes", least=1, whole=True)
    check.cites(data)
    before = len(check.problems)
    nodes = check.entries(
        data, "nodes", {"key", "speaker", "text", "choices"}, {"content_note"}, least=NODES[0], most=NODES[-1]
    )
    endings = check.entries(data, "endings", {"key", "text", "debrief"}, least=2)
    check.local_keys([*nodes, *endings])
    for node in nodes:
        _node(check, node)
    for ending in endings:
        check.texts(ending, "text")
        questions = ending["debrief"]
        if not isinstance(questions, list) or len(questions) != 3:
            check.wrong(ending, "debrief must be three questions")
            continue
        for number, question in enumerate(questions, 1):
            check.side_by_side(ending, question, f"debrief {number}")
    if len(check.problems) == before:
        _graph(check, data, {node["key"]: node for node in nodes}, {ending["key"]: ending for ending in endings})


def _node(check, node):
    check.texts(node, "speaker")
    check.texts(node, "text")
    if "content_note" in node:
        check.one_of(node, "content_note", (0, 1, 2, 3))
    choices = check.entries(node, "choices", {"key", "text", "next", "effect", "feedback"}, {"rule"})
    check.local_keys(choices)
    for choice in choices:
        check.texts(choice, "text")
        check.texts(choice, "feedback")
        check.words(choice, "next", "rule")
        effect = choice["effect"]
        if not isinstance(effect, dict) or not check.fields(effect, set(), METERS):
            check.wrong(choice, "effect must be a mapping of trust, safety and privacy")
            continue
        for meter in sorted(effect.keys() & METERS):
            check.one_of(effect, meter, (-1, 0, 1))


def _graph(check, data, nodes, endings):
    """Every step leads somewhere, everything can be reached, nothing goes in a circle."""
    if str(data["start"]) not in nodes:
        check.wrong(data, f"start {data['start']} is no node")
        return
    places = {**nodes, **endings}
    for node in nodes.values():
        for choice in node["choices"]:
            if choice["next"] not in places:
                check.wrong(choice, f"next {choice['next']} is no node and no ending")
    steps = {
        key: [choice["next"] for choice in node["choices"] if choice["next"] in places] for key, node in nodes.items()
    }
    reached = set()
    circle = _walk(data["start"], steps, (), set(), reached)
    if circle:
        check.wrong(nodes[circle[0]], "a path never ends: " + " → ".join(circle))
    for key, place in places.items():
        if key not in reached:
            check.wrong(place, f"nothing leads to {key}")


def _walk(key, steps, path, done, reached):
    """Goes everywhere from `key` and fills `reached`; returns the first circle met, as keys, or None."""
    reached.add(key)
    if key in path:
        return (*path[path.index(key) :], key)
    if key in done:
        return None
    circles = [_walk(following, steps, (*path, key), done, reached) for following in steps.get(key, ())]
    done.add(key)
    return next(filter(None, circles), None)
