"""YAML with line numbers, so that an author is told where to look."""

import re
from collections.abc import Hashable

import yaml

from .lesson_file import FastLoader, Problem

LANGUAGES = ("en", "ru", "kk")
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Mapping(dict):
    """A YAML mapping that knows the line it begins in."""

    line = 1


class _Loader(FastLoader):
    pass


def _mapping(loader, node):
    mapping = Mapping()
    mapping.line = node.start_mark.line + 1
    yield mapping
    seen = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, Hashable):
            raise yaml.constructor.ConstructorError(None, None, "the name of a field is a word", key_node.start_mark)
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"{key} stands here twice", key_node.start_mark)
        seen.add(key)
    mapping.update(loader.construct_mapping(node, deep=True))


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_yaml(path, text, problems):
    """The document in `text` as Mappings and lists; None after a syntax error, which goes into `problems`."""
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problems.append(Problem(path, mark.line + 1 if mark else 1, str(getattr(error, "problem", error))))
        return None


class Checker:
    """Collects what is wrong in one YAML file. `sources`: the known source keys; `keys`: where each key of the
    repository stands, shared by all files; `warnings` are worth a look and stop nothing; `missing`: lines on what a
    well-formed file still lacks."""

    def __init__(self, path, problems, sources=(), keys=None, warnings=None, missing=None):
        self.path = path
        self.problems = problems
        self.sources = sources
        self.keys = {} if keys is None else keys
        self.warnings = [] if warnings is None else warnings
        self.missing = [] if missing is None else missing

    def wrong(self, node, reason):
        self.problems.append(Problem(self.path, getattr(node, "line", 1), reason))

    def warn(self, node, reason):
        self.warnings.append(Problem(self.path, getattr(node, "line", 1), reason))

    def lacks(self, reason):
        self.missing.append(f"{self.path}: {reason}")

    def fields(self, node, required, optional=()):
        """Whether `node` is a mapping with these names and no others."""
        if not isinstance(node, Mapping):
            self.problems.append(Problem(self.path, 1, f"expected `name: value` lines, found {node!r}"[:120]))
            return False
        missing = set(required) - node.keys()
        for name in sorted(missing):
            self.wrong(node, f"field {name} is missing")
        for name in sorted(str(name) for name in node.keys() - set(required) - set(optional)):
            self.wrong(node, f"unknown field {name}")
        return not missing

    def texts(self, node, name, languages=LANGUAGES):
        """Whether `node[name]` has a text in each of `languages`."""
        return self.side_by_side(node, node.get(name), name, languages)

    def side_by_side(self, node, value, name, languages=LANGUAGES):
        """Whether `value`, which stands in `node`, is a text in each of `languages`."""
        if not isinstance(value, Mapping):
            self.wrong(node, f"{name} must have en, ru and kk")
            return False
        complete = True
        for language in languages:
            text = value.get(language)
            if text in (None, "") or not isinstance(text, str) or not text.strip():
                self.wrong(value, f"{name} has no text in {language}" + _quote(text))
                complete = False
        for language in sorted(str(language) for language in value.keys() - set(LANGUAGES)):
            self.wrong(value, f"{name}: unknown language {language}")
        return complete

    def mappings(self, node, name, least=1, most=None):
        """The entries of the list `node[name]`, whose number is checked."""
        value = node.get(name)
        if not isinstance(value, list) or not all(isinstance(entry, Mapping) for entry in value):
            self.wrong(node, f"{name} must be a list of entries with `name: value` lines")
            return []
        if len(value) < least or (most and len(value) > most):
            meant = f"{least}" if least == most else f"{least} to {most}" if most else f"at least {least}"
            self.wrong(node, f"{name}: {len(value)} entries, {meant} are meant")
        return value

    def entries(self, node, name, required, optional=(), *, least=1, most=None):
        """As `mappings`, those alone that have the required fields and no others."""
        found = self.mappings(node, name, least, most)
        return [entry for entry in found if self.fields(entry, required, optional)]

    def words(self, node, *names):
        """The fields `names` of `node`, where they stand, are short texts in one language."""
        for name in names:
            if name in node and (not isinstance(node[name], str) or not node[name].strip()):
                self.wrong(node, f"{name} must be a word")

    def unique(self, entries, name):
        """Reports each entry whose `name` an earlier one has or that is a list of anything."""
        seen = set()
        for entry in entries:
            if not isinstance(entry[name], str | int):
                self.wrong(entry, f"{name} must be a word")
            value = str(entry[name]).lower()
            if value in seen:
                self.wrong(entry, f"{name} {value} is used twice")
            seen.add(value)

    def ids(self, entries):
        """Each entry has an id of its own, a word without a hyphen: form fields are named after it."""
        self.unique(entries, "id")
        for entry in entries:
            if "-" in str(entry["id"]) or not str(entry["id"]):
                self.wrong(entry, f"id {entry['id']} must be a word without a hyphen")

    def one_of(self, node, name, allowed):
        value = node.get(name)
        if not any(value == known and type(value) is type(known) for known in allowed):
            self.wrong(node, f"{name} {value} is none of " + ", ".join(str(known) for known in allowed))
            return False
        return True

    def number(self, node, name, least=None, whole=False):
        """Whether `node[name]` is a number, not below `least`."""
        value = node.get(name)
        fits = type(value) is int or (type(value) is float and not whole)
        if not fits or (least is not None and value < least):
            kind = "a whole number" if whole else "a number"
            self.wrong(node, f"{name} must be {kind}" + (f", {least} or more" if least is not None else ""))
            return False
        return True

    def flag(self, node, name):
        if not isinstance(node.get(name, False), bool):
            self.wrong(node, f"{name} must be true or false")

    def key(self, node, name="key"):
        """Whether `node[name]` is made of lower-case words with hyphens."""
        if not isinstance(node[name], str) or not KEY.fullmatch(node[name]):
            self.wrong(node, f"{name} {node[name]} must be lower-case words with hyphens")
            return False
        return True

    def register(self, node, name="key"):
        """Takes `node[name]`, unique in the whole repository."""
        if not self.key(node, name):
            return
        first = self.keys.setdefault(node[name], (self.path, node.line))
        if first != (self.path, node.line):
            self.wrong(node, f"key {node[name]} is used twice (first in {first[0]}:{first[1]})")

    def local_keys(self, entries):
        """Keys that need to be unique in their own list or file alone."""
        for entry in entries:
            self.key(entry)
        self.unique(entries, "key")

    def cites(self, node):
        """Every key of `node["sources"]` is in sources.yaml."""
        value = node.get("sources", [])
        if not isinstance(value, list):
            self.wrong(node, "sources must be a list of keys of sources.yaml")
            return
        for source in value:
            if not isinstance(source, str) or source not in self.sources:
                self.wrong(node, f"source {source} is not in sources.yaml")


def _quote(text):
    return "" if text is None or isinstance(text, str) else f" (put {text} in quotation marks)"
