"""Items of every kind as a content file holds them: one of each, and Hypothesis strategies for more."""

from hypothesis import strategies as st

from assessments.questions.base import LANGUAGES

WORDS = st.text(alphabet="абвгғдеқңөұүіяabcxyz", min_size=1, max_size=6)


def say(text):
    """The same words in each language, told apart by its code."""
    return {code: f"{text} {code}" for code in LANGUAGES}


def options(right, ids="abcd", **common):
    return [
        {"id": one, "correct": one in right, "text": say(f"option {one}"), "feedback": say(f"told {one}"), **common}
        for one in ids
    ]


def choices(right, ids):
    """The options of a gap."""
    return [{"id": one, "correct": one in right, "text": say(f"option {one}")} for one in ids]


def item(key, kind, **fields):
    return {"key": key, "kind": kind, "stem": say(f"{key} stem"), "explanation": say(f"{key} explained"), **fields}


SINGLE = item("one", "single", options=options("b"))
MULTIPLE = item("many", "multiple", options=options("ac", "abcde"))
TRUEFALSE = item(
    "verdict", "truefalse", options=options(["false"], ["true", "false"]), reasons=options("c", ["a", "b", "c"])
)
MATCHING = item(
    "pairs",
    "matching",
    pairs=[{"id": one, "left": say(f"left {one}"), "right": say(f"right {one}")} for one in "abcd"],
    distractors=[{"id": "x", "right": say("right x")}],
)
ORDERING = item("steps", "ordering", order=[{"id": one, "text": say(f"step {one}")} for one in "abcde"])
NUMERIC = item(
    "number",
    "numeric",
    answer=1250.5,
    tolerance=0.5,
    unit={"en": "hours", "ru": "ч", "kk": "сағат"},
    mistakes=[{"answer": 1000, "feedback": say("forgot the rest")}],
)
SHORT = item(
    "word",
    "short",
    accept={"en": ["right to care"], "ru": ["право на заботу", "забота"], "kk": ["қамқорлық құқығы"]},
    typos=1,
)
GAP = item(
    "gaps",
    "gap",
    text={code: f"[[2]] and [[1]] {code}" for code in LANGUAGES},
    gaps=[{"id": "1", "options": choices("a", "ab")}, {"id": "2", "options": choices("b", "ab")}],
)
CLOZE = item(
    "cloze",
    "cloze",
    text={code: f"{code}: [[1]], [[2]],\n[[3]]" for code in LANGUAGES},
    gaps=[
        {"id": "1", "kind": "short", "accept": {"en": ["trust"], "ru": ["доверие"], "kk": ["сенім"]}},
        {"id": "2", "kind": "numeric", "answer": 7},
        {"id": "3", "options": choices("c", "abc")},
    ],
)
CASE = item(
    "case",
    "case",
    stimulus=say("Raushan opens the door."),
    items=[SINGLE, TRUEFALSE, ORDERING, {**NUMERIC, "key": "number-two"}],
)
ESSAY = item(
    "essay",
    "essay",
    points=3,
    words=[80, 120],
    rubric=[{"points": 1, "text": say("plain words")}, {"points": 2, "text": say("limits named")}],
)
GRADED = [SINGLE, MULTIPLE, TRUEFALSE, MATCHING, ORDERING, NUMERIC, SHORT, GAP, CLOZE, CASE]
ITEMS = [*GRADED, ESSAY]


def with_another_key(body, chance):
    """The body with its key exchanged and nothing else."""
    for name, value in body.items():
        if name == "items":
            for row in value:
                with_another_key(row["body"], chance)
        elif name in {"options", "reasons"}:
            for row in value:
                row.pop("correct", None)
            chance.choice(value)["correct"] = True
        elif name == "left":
            for row in value:
                row["match"] = chance.choice(body["right"])
        elif name == "order":
            chance.shuffle(value)
        elif name == "answer":
            body["answer"] = "424242"
        elif name == "accept":
            body["accept"] = {"en": ["leaked"], "ru": ["leaked"], "kk": ["leaked"]}
    if "mistakes" in body:
        body["mistakes"] = [{**row, "answer": "434343"} for row in body["mistakes"]]
    return body


def option_rows(least_right=1, most_right=1):
    """Two to six options with ids of their own, some of them right."""

    @st.composite
    def rows(draw):
        ids = "abcdef"[: draw(st.integers(2, 6))]
        right = draw(st.sets(st.sampled_from(ids), min_size=least_right, max_size=min(most_right, len(ids))))
        return options(right, ids)

    return rows()


@st.composite
def items(draw):
    """Any item that software grades."""
    makers = {
        "single": lambda: {"options": draw(option_rows())},
        "multiple": lambda: {"options": draw(option_rows(1, 6))},
        "truefalse": lambda: {
            "options": options(draw(st.sampled_from(["true", "false"])).split(), ["true", "false"]),
            **({"reasons": draw(option_rows())} if draw(st.booleans()) else {}),
        },
        "matching": lambda: {
            "pairs": [
                {"id": f"p{n}", "left": say(f"left {n}"), "right": say(f"right {draw(st.integers(0, 9))}")}
                for n in range(draw(st.integers(2, 6)))
            ],
            "distractors": [{"id": "x", "right": say("right x")}] * draw(st.integers(0, 1)),
        },
        "ordering": lambda: {
            "order": [{"id": f"s{n}", "text": say(f"step {n}")} for n in range(draw(st.integers(2, 7)))]
        },
        "numeric": lambda: {
            "answer": draw(st.decimals(-99999, 99999, places=draw(st.integers(0, 3)))),
            "tolerance": draw(st.sampled_from([0, "0.01", 1])),
        },
        "short": lambda: {
            "accept": {code: draw(st.lists(WORDS, min_size=1, max_size=3)) for code in LANGUAGES},
            "typos": draw(st.integers(0, 1)),
            "fold": draw(st.booleans()),
        },
    }
    kind = draw(st.sampled_from([*makers, "gap", "case"]))
    if kind == "gap":
        ids = [str(n) for n in range(1, draw(st.integers(2, 4)))]
        text = {code: " … ".join(f"[[{one}]]" for one in ids) for code in LANGUAGES}
        return item("generated", kind, text=text, gaps=[{"id": one, "options": draw(option_rows())} for one in ids])
    if kind == "case":
        parts = draw(st.lists(st.sampled_from(list(makers)), min_size=1, max_size=3))
        rows = [item(f"part{n}", part, **makers[part]()) for n, part in enumerate(parts)]
        return item("generated", kind, stimulus=say("a case"), items=rows)
    return item("generated", kind, **makers[kind]())
