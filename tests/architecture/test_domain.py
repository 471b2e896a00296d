"""The verbs know nothing of requests, forms, messages or the admin's views: pages, tasks and commands call them too."""

import ast

import pytest
from django.conf import settings

FORBIDDEN = (
    "django.contrib.messages",
    "django.forms",
    "django.http",
    "django.shortcuts",
    "django.views",
    "wagtail.admin",
)
ROOMS_ABOVE = {"forms", "pages", "permissions", "staff", "views", "viewsets", "wagtail_hooks"}
FILES = sorted(settings.BASE_DIR.glob("*/domain/*.py")) + sorted(settings.BASE_DIR.glob("lms/*/domain/*.py"))


def imported(source):
    """Every module that the source imports, with `..` for the app of the file."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = "." * node.level + (node.module or "")
            yield from (f"{origin}.{alias.name}" if node.module else f"{origin}{alias.name}" for alias in node.names)


def is_forbidden(name):
    return name.startswith(FORBIDDEN) or (name.startswith("..") and name[2:].split(".")[0] in ROOMS_ABOVE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_a_verb_imports_nothing_of_the_web(path):
    assert [name for name in imported(path.read_text()) if is_forbidden(name)] == []


@pytest.mark.parametrize(
    "line",
    [
        "from django.http import Http404",
        "import django.forms",
        "from django import forms",
        "from ..views import dashboard",
        "from .. import forms",
        "from wagtail.admin import messages",
    ],
)
def test_the_check_sees_each_way_in(line):
    assert [name for name in imported(line) if is_forbidden(name)]
