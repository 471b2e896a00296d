"""Reads one lesson file: YAML between two `---` lines, then Markdown with blocks (docs/content-format.md).

Pure: text in, a `LessonFile` out, problems collected with their lines. Knows nothing of pages.
"""

import re
from dataclasses import dataclass, field

import yaml
from markdown_it import MarkdownIt

# The same YAML, ten times as fast where PyYAML was built with libyaml.
FastLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
HEADING = re.compile(r"^(?P<marks>#{1,6}) (?P<text>.*?)(?: \{#(?P<key>[a-z0-9][a-z0-9-]*)\})?\s*$")
OPENING = re.compile(r"^:::\s*(?P<kind>[a-z-]+)\s+(?P<key>[a-z0-9][a-z0-9-]*)\s*$")
ALLOWED = {"paragraph", "bullet_list", "ordered_list", "list_item", "inline"}
ALLOWED_INLINE = {"text", "softbreak", "strong", "em", "link"}

# kind: (required fields, optional fields, has prose)
KINDS = {
    "key-points": (set(), {"title"}, True),
    "callout": ({"tone", "title"}, set(), True),
    "content-note": ({"level", "note", "minutes", "summary"}, set(), True),
    "case": ({"title"}, set(), True),
    "activity": ({"title", "minutes", "format"}, {"derole"}, True),
    "branch": ({"title", "prompt", "choices"}, set(), False),
    "quote": ({"text"}, {"who"}, False),
    "figure": ({"drawing", "alt", "caption"}, set(), False),
    "term": ({"term", "definition"}, set(), False),
    "pause": ({"title"}, set(), True),
}
ASIDE = {"activity", "branch", "content-note", "figure"}
REQUIRED = {"key", "slug", "title", "summary", "minutes", "content_note", "goals", "sources"}
TONES = {"now", "good", "warn"}
FORMATS = {"alone", "pairs", "group"}


@dataclass(frozen=True)
class Problem:
    """What is wrong, where: `path` as shown to the author, `line` counted from 1."""

    path: str
    line: int
    reason: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.reason}"


@dataclass(frozen=True)
class Prose:
    """Markdown as HTML, with the tags of its top-level texts (`p` or `li`), one for each translatable string."""

    html: str
    shape: tuple[str, ...]


@dataclass(frozen=True)
class Block:
    """`kind` is "heading", "text" or one of KINDS; `fields` the YAML values; `prose` the Markdown part, if any."""

    kind: str
    key: str
    line: int
    fields: dict = field(default_factory=dict)
    prose: Prose | None = None


@dataclass
class LessonFile:
    path: str
    meta: dict
    blocks: list[Block]
    problems: list[Problem]

    @property
    def key(self):
        return self.meta.get("key", "")

    def words(self):
        """How many words a reader meets, prose and fields together."""
        return words(self.blocks)

    def running_words(self):
        """How many words stand in the running text."""
        return words(running_text(self.blocks))


def words(blocks):
    """How many words the prose and the fields of `blocks` have."""
    texts = [re.sub(r"<[^>]+>", " ", block.prose.html) for block in blocks if block.prose]
    for block in blocks:
        texts += [str(value) for name, value in block.fields.items() if name not in {"tone", "level", "drawing"}]
    return len(re.findall(r"\w+", " ".join(texts)))


def running_text(blocks):
    """The blocks that are read from first to last, also in a short break: neither what is worked on or chosen
    (activities, branches) nor what is opened or looked at (content notes, figures)."""
    return [block for block in blocks if block.kind not in ASIDE]


def read_lesson(path, text):
    """Parses `text`; never raises for bad content: what is wrong stands in `.problems`."""
    return Reader(path, text).read()


def read_prose_page(path, text, first_line=1):
    """The blocks (headings and texts only) and problems of Markdown that stands inside a YAML file."""
    reader = Reader(path, text)
    reader._body(0)
    shift = first_line - 1
    problems = [Problem(path, problem.line + shift, problem.reason) for problem in reader.problems]
    problems += [
        Problem(path, block.line + shift, "only headings, paragraphs and lists")
        for block in reader.blocks
        if block.kind not in {"heading", "text"}
    ]
    return reader.blocks, problems


class Reader:
    """Reads one file of blocks; another kind of file says which fields and blocks it has."""

    kinds = KINDS
    required = REQUIRED

    def __init__(self, path, text):
        self.path = path
        self.lines = text.splitlines()
        self.problems = []
        self.blocks = []
        self.keys = {}
        self.section, self.place = "start", 0
        self.markdown = MarkdownIt("commonmark")

    def read(self):
        meta, body_starts = self._front_matter()
        self._body(body_starts)
        return LessonFile(self.path, meta, self.blocks, self.problems)

    def _wrong(self, line, reason):
        self.problems.append(Problem(self.path, line, reason))

    def _yaml(self, lines, first_line, what):
        try:
            value = yaml.load("\n".join(lines), Loader=FastLoader) or {}
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            self._wrong(first_line + (mark.line if mark else 0), f"{what}: {getattr(error, 'problem', error)}")
            return {}
        if not isinstance(value, dict):
            self._wrong(first_line, f"{what}: expected `name: value` lines")
            return {}
        return value

    def _front_matter(self):
        if not self.lines or self.lines[0].strip() != "---":
            self._wrong(1, "the file must begin with --- and its fields")
            return {}, 0
        try:
            end = next(i for i, line in enumerate(self.lines[1:], 1) if line.strip() == "---")
        except StopIteration:
            self._wrong(1, "the fields at the top are not closed with ---")
            return {}, len(self.lines)
        meta = self._yaml(self.lines[1:end], 2, "fields at the top")
        for name in sorted(self.required - meta.keys()):
            self._wrong(1, f"field {name} is missing")
        for name in sorted(meta.keys() - self.required):
            self._wrong(1, f"unknown field {name}")
        self._meta(meta)
        return meta, end + 1

    def _meta(self, meta):
        if meta.get("content_note") not in (0, 1, 2, 3):
            self._wrong(1, "content_note must be 0, 1, 2 or 3")
        if not isinstance(meta.get("minutes"), int):
            self._wrong(1, "minutes must be a whole number")
        for name in ("goals", "sources"):
            if not isinstance(meta.get(name), list):
                self._wrong(1, f"{name} must be a list")
                meta[name] = []

    def _body(self, index):
        prose_from = index
        while index < len(self.lines):
            line = self.lines[index]
            if line.startswith(":::") or HEADING.match(line):
                self._texts(prose_from, index)
                index = self._directive(index) if line.startswith(":::") else self._heading(index)
                prose_from = index
            else:
                index += 1
        self._texts(prose_from, index)

    def _register(self, key, line):
        if key in self.keys:
            self._wrong(line, f"key {key} is used twice (first in line {self.keys[key]})")
        self.keys[key] = line
        self.section, self.place = key, 0

    def _heading(self, index):
        match = HEADING.match(self.lines[index])
        if len(match["marks"]) not in (2, 3):
            self._wrong(index + 1, "only ## and ### headings")
        if not match["key"]:
            self._wrong(index + 1, "the heading has no key {#key}")
        key = match["key"] or f"line-{index + 1}"
        self._register(key, index + 1)
        level = "h2" if len(match["marks"]) == 2 else "h3"
        self.blocks.append(Block("heading", key, index + 1, {"text": match["text"], "level": level}))
        return index + 1

    def _texts(self, start, end):
        """Each top-level paragraph or list between two lines becomes one text block."""
        while start < end and not self.lines[start].strip():
            start += 1
        if start >= end:
            return
        tokens = self.markdown.parse("\n".join(self.lines[start:end]))
        group = []
        for token in tokens:
            group.append(token)
            if token.level == 0 and token.nesting <= 0:
                line = start + 1 + (group[0].map[0] if group[0].map else 0)
                self.place += 1
                prose = self._prose_of(group, start + 1)
                self.blocks.append(Block("text", f"{self.section}/{self.place}", line, prose=prose))
                group = []

    def _prose(self, lines, first_line):
        return self._prose_of(self.markdown.parse("\n".join(lines)), first_line)

    def _prose_of(self, tokens, first_line):
        shape, depth = [], 0
        for token in tokens:
            name = token.type.removesuffix("_open").removesuffix("_close")
            line = first_line + (token.map[0] if token.map and first_line else 0)
            if name not in ALLOWED:
                self._wrong(line, f"{name.replace('_', ' ')} is not allowed here")
            if name in {"bullet_list", "ordered_list"}:
                depth += token.nesting
                if depth > 1:
                    self._wrong(line, "a list inside a list is not allowed")
            if token.type == "paragraph_open" and depth == 0:
                shape.append("p")
            if token.type == "list_item_open":
                shape.append("li")
            for child in token.children or ():
                inline = child.type.removesuffix("_open").removesuffix("_close")
                if inline not in ALLOWED_INLINE:
                    self._wrong(line, f"{inline.replace('_', ' ')} is not allowed here")
        for token in tokens:
            if token.type in {"paragraph_open", "paragraph_close"} and token.level > 0:
                token.hidden = True
        html = self.markdown.renderer.render(tokens, self.markdown.options, {}).strip()
        html = re.sub(r"<(/?)strong>", r"<\1b>", html)
        html = re.sub(r"<(/?)em>", r"<\1i>", html)
        html = re.sub(r"(</?(?:p|ul|ol|li)>)\s*\n\s*(?=</?(?:p|ul|ol|li)>)", r"\1", html)
        return Prose(re.sub(r"\s*\n\s*", " ", html), tuple(shape))

    def _directive(self, index):
        match = OPENING.match(self.lines[index])
        if not match or match["kind"] not in self.kinds:
            self._wrong(index + 1, "expected `:::kind key` with a kind of docs/content-format.md")
        try:
            end = next(i for i in range(index + 1, len(self.lines)) if self.lines[i].strip() == ":::")
        except StopIteration:
            self._wrong(index + 1, "the block is not closed with :::")
            return len(self.lines)
        if match and match["kind"] in self.kinds:
            self._block(match["kind"], match["key"], index, end)
        return end + 1

    def _block(self, kind, key, index, end):
        self._register(key, index + 1)
        required, optional, has_prose = self.kinds[kind]
        inner = self.lines[index + 1 : end]
        rule = next((i for i, line in enumerate(inner) if line.strip() == "---"), None)
        if rule is None and has_prose and not required:
            head, prose = ([], inner) if not _looks_like_fields(inner) else (inner, [])
        else:
            head, prose = (inner, []) if rule is None else (inner[:rule], inner[rule + 1 :])
        fields = self._yaml(head, index + 2, f"block {key}")
        for name in sorted(required - fields.keys()):
            self._wrong(index + 1, f"block {key}: field {name} is missing")
        for name in sorted(fields.keys() - required - optional):
            self._wrong(index + 1, f"block {key}: unknown field {name}")
        self._values(kind, key, fields, index + 1)
        text = None
        if any(line.strip() for line in prose):
            text = self._prose(prose, index + 2 + (0 if rule is None else rule + 1))
        if has_prose != bool(text):
            self._wrong(index + 1, f"block {key}: " + ("text is missing after ---" if has_prose else "takes no text"))
        self.blocks.append(Block(kind, key, index + 1, fields, text))

    def _values(self, kind, key, fields, line):
        if kind == "callout" and fields.get("tone") not in TONES:
            self._wrong(line, f"block {key}: tone must be now, good or warn")
        if kind == "activity" and fields.get("format") not in FORMATS:
            self._wrong(line, f"block {key}: format must be alone, pairs or group")
        if kind == "content-note" and fields.get("level") not in (1, 2, 3):
            self._wrong(line, f"block {key}: level must be 1, 2 or 3")
        if kind == "branch":
            choices = fields.get("choices")
            if not isinstance(choices, list) or len(choices) < 2:
                self._wrong(line, f"block {key}: at least two choices")
                fields["choices"] = []
            for choice in fields["choices"]:
                if not isinstance(choice, dict) or set(choice) != {"key", "text", "reply", "tone"}:
                    self._wrong(line, f"block {key}: a choice has key, text, reply and tone")
                elif choice["tone"] not in TONES:
                    self._wrong(line, f"block {key}: tone must be now, good or warn")


def _looks_like_fields(lines):
    return any(line.startswith("title:") for line in lines)


def differences(source, target):
    """Where a translation leaves its source: a Problem for each, naming both lines (ARCHITECTURE: one string each)."""
    found = []
    for name in ("key", "slug", "minutes", "content_note", "sources"):
        if source.meta.get(name) != target.meta.get(name):
            found.append(Problem(target.path, 1, f"{name} differs from {source.path}"))
    return [*found, *list_differences("goals", source, target), *block_differences(source, target)]


def list_differences(name, source, target):
    """Whether the list `name` at the top has as many items in the translation."""
    ours, theirs = (len(file.meta.get(name, [])) for file in (source, target))
    return [Problem(target.path, 1, f"{theirs} {name}, {source.path} has {ours}")] if ours != theirs else []


def block_differences(source, target):
    """Where the blocks of a translation leave those of its source."""
    found = []

    def differ(line, reason):
        found.append(Problem(target.path, line, reason))

    for ours, theirs in zip(source.blocks, target.blocks, strict=False):
        where = f"{source.path}:{ours.line}"
        if (ours.kind, ours.key) != (theirs.kind, theirs.key):
            differ(theirs.line, f"{theirs.kind} {theirs.key} stands where {where} has {ours.kind} {ours.key}")
            break
        if ours.prose and theirs.prose and ours.prose.shape != theirs.prose.shape:
            differ(theirs.line, f"{len(theirs.prose.shape)} texts, {where} has {len(ours.prose.shape)}")
        if ours.kind == "branch":
            keys = [[(c.get("key"), c.get("tone")) for c in b.fields["choices"]] for b in (ours, theirs)]
            if keys[0] != keys[1]:
                differ(theirs.line, f"choices differ from {where}")
        if set(ours.fields) != set(theirs.fields):
            differ(theirs.line, f"fields differ from {where}")
    if len(source.blocks) != len(target.blocks):
        differ(1, f"{len(target.blocks)} blocks, {source.path} has {len(source.blocks)}")
    return found
