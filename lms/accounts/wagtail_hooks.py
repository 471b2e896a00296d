from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from . import guards, staff
from .viewsets import RightMenuItem, organisations

hooks.register("construct_page_chooser_queryset", guards.filter_queryset)
hooks.register("register_admin_viewset", lambda: organisations)

PEOPLE = [
    path("", staff.PeopleView.as_view(), name="index"),
    path("results/", staff.PeopleView.as_view(results_only=True), name="index_results"),
    path("<int:pk>/", staff.PersonView.as_view(), name="person"),
    path("roles/<int:pk>/end/", staff.EndView.as_view(), name="end"),
    path("proposed/<int:pk>/", staff.DecideView.as_view(), name="decide"),
    path("<int:pk>/second-factor/", staff.AskFactorResetView.as_view(), name="ask_factor_reset"),
    path("second-factors/<int:pk>/", staff.DecideFactorResetView.as_view(), name="decide_factor_reset"),
]


@hooks.register("register_admin_urls")
def register_people():
    return [path("people/", include((PEOPLE, "people")))]


@hooks.register("register_admin_menu_item")
def people_menu_item():
    return RightMenuItem(
        _("People"), reverse_lazy("people:index"), "people", icon_name="user", order=800, right="manage_people"
    )


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("accounts.ask_factor_reset", _("Ask to reset the second factor"), _("Asked to reset it"))
    actions.register_action("accounts.reset_factor", _("Reset the second factor"), _("Reset the second factor"))


@hooks.register("construct_reports_menu")
def hide_closed_report(request, menu_items):
    """Its address is closed (lms.accounts.closed)."""
    menu_items[:] = [item for item in menu_items if item.name != "page-types-usage"]
