"""Reads the trainer's edition of one lesson, `<lesson>.trainer.md` (docs/content-format.md). Pure, as `lesson_file`."""

from dataclasses import dataclass

from .lesson_file import Block, Problem, Reader, block_differences, list_differences, words

SUFFIX = ".trainer.md"
SESSION_MINUTES = 90
ROLE_CARDS = 4
WORDS = range(200, 401)


@dataclass
class EditionFile:
    """As a `LessonFile`; `warnings` are worth a look and stop nothing."""

    path: str
    meta: dict
    blocks: list[Block]
    problems: list[Problem]

    @property
    def lesson(self):
        return self.meta.get("lesson", "")

    def words(self):
        return words(self.blocks)

    @property
    def warnings(self):
        count = self.words()
        if count in WORDS:
            return []
        return [Problem(self.path, 1, f"{count} words, {WORDS[0]} to {WORDS[-1]} are meant")]


def read_edition(path, text):
    """Parses `text`; never raises for bad content: what is wrong stands in `.problems`."""
    return _EditionReader(path, text).read()


def edition_differences(source, target):
    """Where a translated edition leaves its source: a Problem for each."""
    found = []
    if source.lesson != target.lesson:
        found.append(Problem(target.path, 1, f"lesson differs from {source.path}"))
    for ours, theirs in zip(source.blocks, target.blocks, strict=False):
        if ours.key == theirs.key and ours.fields.get("minutes") != theirs.fields.get("minutes"):
            found.append(Problem(target.path, theirs.line, f"minutes differ from {source.path}:{ours.line}"))
    return [*found, *list_differences("materials", source, target), *block_differences(source, target)]


class _EditionReader(Reader):
    kinds = {
        "step": ({"title", "minutes"}, set(), True),
        "role-card": ({"title"}, set(), True),
        "answers": ({"title"}, set(), True),
        "care": ({"title"}, set(), True),
    }
    required = {"lesson", "materials", "before"}

    def read(self):
        meta, body_starts = self._front_matter()
        self._body(body_starts)
        self._blocks()
        return EditionFile(self.path, meta, self.blocks, self.problems)

    def _meta(self, meta):
        if not isinstance(meta.get("materials"), list) or not all(isinstance(m, str) for m in meta["materials"]):
            self._wrong(1, "materials must be a list of lines (a line with a colon goes in quotation marks)")
            meta["materials"] = []
        if not isinstance(meta.get("before"), str) or not meta["before"].strip():
            self._wrong(1, "before must be one or two sentences")
            meta["before"] = ""

    def _blocks(self):
        """What holds for the session as a whole."""
        for block in self.blocks:
            if block.kind not in self.kinds:
                self._wrong(block.line, f"only {', '.join(self.kinds)} blocks")
        steps = [block for block in self.blocks if block.kind == "step"]
        minutes = [step.fields.get("minutes") for step in steps]
        if all(type(number) is int and number > 0 for number in minutes):
            if sum(minutes) != SESSION_MINUTES:
                self._wrong(1, f"the steps take {sum(minutes)} minutes, not {SESSION_MINUTES}")
        else:
            for step, number in zip(steps, minutes, strict=True):
                if type(number) is not int or number < 1:
                    self._wrong(step.line, f"block {step.key}: minutes must be a whole number above 0")
        for kind, fits, rule in (
            ("care", lambda count: count == 1, "exactly one care block"),
            ("role-card", lambda count: count <= ROLE_CARDS, f"at most {ROLE_CARDS} role-card blocks"),
        ):
            if not fits(sum(block.kind == kind for block in self.blocks)):
                self._wrong(1, rule)
