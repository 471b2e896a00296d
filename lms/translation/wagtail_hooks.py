"""What this app registers with Wagtail."""

from django.urls import include, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from courses.models import ModulePage

from . import changed, editing, exchange, leads, permissions, views, wording

SCREENS = [
    path("", views.DeskView.as_view(), name="desk"),
    path("page/<int:page_id>/", views.CompareView.as_view(), name="compare"),
    path("page/<int:page_id>/changed/", changed.ChangedView.as_view(), name="changed"),
    path("import/", exchange.ImportView.as_view(), name="import"),
    path("questions/", exchange.BanksView.as_view(), name="banks"),
    path("questions/<slug:organisation>/<str:language>/po/", exchange.export_bank, name="export_bank"),
    path("page/<int:page_id>/po/", exchange.ExportView.as_view(), name="export"),
    path("page/<int:page_id>/zip/", exchange.ExportView.as_view(whole_module=True), name="export_module"),
    path("page/<int:page_id>/begin/<str:language>/", views.BeginView.as_view(), name="begin"),
    path("lead/<int:page_id>/", views.LeadView.as_view(), name="lead"),
    path("wording/<int:page_id>/", wording.WordingView.as_view(), name="wording"),
]

# Both before localize's own hook, which opens its editor.
hooks.register("before_edit_page", changed.tell, order=-20)
hooks.register("before_edit_page", editing.guard_localize, order=-10)
hooks.register("before_create_page", editing.begin_in_the_lead_language)
hooks.register("after_create_page", editing.follow_a_new_page, order=10)  # after localize's own
hooks.register("construct_page_action_menu", editing.hide_restart)
hooks.register("after_create_page", wording.warn, order=20)
hooks.register("after_edit_page", wording.warn, order=20)
hooks.register("page_remarks", wording.remarks, order=10)
hooks.register("before_copy_page", editing.copy_in_the_lead_language)
hooks.register("after_copy_page", editing.follow_a_copy)


@hooks.register("register_admin_urls")
def register_screens():
    return [path("translations/", include((SCREENS, "translations")))]


class DeskMenuItem(MenuItem):
    def is_shown(self, request):
        return permissions.may_open_desk(request.user)


@hooks.register("register_admin_menu_item")
def desk_menu_item():
    url = reverse_lazy("translations:desk")
    return DeskMenuItem(_("Translations"), url, "translation-desk", icon_name="wagtail-localize-language", order=160)


@hooks.register("construct_reports_menu")
def hide_closed_report(request, menu_items):
    """Localize's list of translations shows every organisation's; its address is closed (lms.accounts.closed)."""
    closed = reverse("wagtail_localize:translations_report")
    menu_items[:] = [item for item in menu_items if item.url != closed]


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action(leads.ACTION, _("Change the lead language"), _("Changed the lead language"))
    actions.register_action(exchange.EXPORTED, _("Export for translation"), _("Exported the texts for translation"))
    actions.register_action(exchange.IMPORTED, _("Import translations"), _("Imported translations"))


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def lead_button(page, user, next_url=None, **kwargs):
    if isinstance(page.specific_deferred, ModulePage) and permissions.may_change_lead(user, page):
        url = reverse("translations:lead", args=[page.pk])
        yield Button(_("Change the lead language"), url, icon_name="wagtail-localize-language", priority=63)


@hooks.register("register_page_header_buttons")
def wording_button(page, user, next_url=None, **kwargs):
    if hasattr(page.specific_class, "content_language") and page.permissions_for_user(user).can_edit():
        url = reverse("translations:wording", args=[page.pk])
        yield Button(_("Check the wording"), url, icon_name="openquote", priority=64)
