"""Every page class says where its pages may stand."""

from django.core.checks import run_checks
from wagtail.models import Page, get_page_models

from courses.models import LessonPage
from lms.core import checks


def test_every_page_class_names_parents_that_exist():
    assert checks.pages_name_their_parents(None) == []
    for page in get_page_models():
        if page is not Page:
            assert page.clean_parent_page_models(), page
            assert page not in page.clean_parent_page_models()


def test_a_class_that_inherits_its_parents_is_reported(monkeypatch):
    monkeypatch.delattr(LessonPage, "parent_page_types")
    (fault,) = checks.pages_name_their_parents(None)
    assert (fault.id, fault.obj) == ("lms.E020", LessonPage)
    assert fault.msg == "courses.LessonPage does not name its parents."


def test_the_check_runs_with_all_others(monkeypatch):
    monkeypatch.delattr(LessonPage, "parent_page_types")
    assert "lms.E020" in {fault.id for fault in run_checks()}
