"""What this app registers with Wagtail."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from courses.models import ModulePage

from . import editing, leads, permissions, views

SCREENS = [
    path("lead/<int:page_id>/", views.LeadView.as_view(), name="lead"),
]

# Before localize's own hook, which opens its editor.
hooks.register("before_edit_page", editing.guard_localize, order=-10)
hooks.register("before_create_page", editing.begin_in_the_lead_language)
hooks.register("after_create_page", editing.follow_a_new_page, order=10)  # after localize's own
hooks.register("construct_page_action_menu", editing.hide_restart)


@hooks.register("register_admin_urls")
def register_screens():
    return [path("translations/", include((SCREENS, "translations")))]


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action(leads.ACTION, _("Change the lead language"), _("Changed the lead language"))


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def lead_button(page, user, next_url=None, **kwargs):
    if isinstance(page.specific_deferred, ModulePage) and permissions.may_change_lead(user, page):
        url = reverse("translations:lead", args=[page.pk])
        yield Button(_("Change the lead language"), url, icon_name="wagtail-localize-language", priority=63)
