"""What this app registers with Wagtail."""

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel

from lms.accounts.viewsets import RightMenuItem

from . import regrading
from .work import WorkPanel

REGRADING = [
    path("", regrading.IndexView.as_view(), name="index"),
    path("<int:pk>/", regrading.RegradeView.as_view(), name="version"),
]


@hooks.register("construct_homepage_panels")
def work_first(request, panels):
    """The person's work, in the place of Wagtail's list of reviews, which asks the database for each of them."""
    panels[:] = [WorkPanel(), *(panel for panel in panels if not isinstance(panel, WorkflowObjectsToModeratePanel))]


@hooks.register("register_admin_urls")
def register_screens():
    return [path("regrading/", include((REGRADING, "regrading")))]


@hooks.register("register_admin_menu_item")
def regrading_menu_item():
    url = reverse_lazy("regrading:index")
    return RightMenuItem(_("Grade anew"), url, "regrading", icon_name="rotate", order=158, right="regrade")


@hooks.register("construct_help_menu")
def leave_out_the_news_of_wagtail(request, menu_items):
    menu_items[:] = [item for item in menu_items if not item.name.startswith("whats-new")]
