"""YAML with line numbers, so that an author is told where to look."""

import yaml

from .lesson_file import Problem

LANGUAGES = ("en", "ru", "kk")


class Mapping(dict):
    """A YAML mapping that knows the line it begins in."""

    line = 1


class _Loader(yaml.SafeLoader):
    pass


def _mapping(loader, node):
    mapping = Mapping()
    mapping.line = node.start_mark.line + 1
    yield mapping
    seen = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
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
    """Collects what is wrong in one YAML file."""

    def __init__(self, path, problems):
        self.path = path
        self.problems = problems

    def wrong(self, node, reason):
        self.problems.append(Problem(self.path, getattr(node, "line", 1), reason))

    def fields(self, node, required, optional=()):
        """Whether `node` is a mapping with these names and no others."""
        if not isinstance(node, Mapping):
            self.problems.append(Problem(self.path, 1, f"expected `name: value` lines, found {node!r}"[:120]))
            return False
        missing = set(required) - node.keys()
        for name in sorted(missing):
            self.wrong(node, f"field {name} is missing")
        for name in sorted(node.keys() - set(required) - set(optional)):
            self.wrong(node, f"unknown field {name}")
        return not missing

    def texts(self, node, name, languages=LANGUAGES):
        """Whether `node[name]` has a text in each of `languages`."""
        value = node.get(name)
        if not isinstance(value, Mapping):
            self.wrong(node, f"{name} must have en, ru and kk")
            return False
        complete = True
        for language in languages:
            if not value.get(language):
                self.wrong(value, f"{name} has no text in {language}")
                complete = False
        for language in value.keys() - set(LANGUAGES):
            self.wrong(value, f"{name}: unknown language {language}")
        return complete
