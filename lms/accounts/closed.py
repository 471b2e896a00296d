"""Addresses of Wagtail that would be a second door (docs/security.md, S-01, S-02, S-05, S-06, S-08)."""

from django.http import HttpResponse
from django.urls import path, re_path
from django.utils.translation import gettext as _
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import (
    AccountView,
    AvatarSettingsPanel,
    ChangePasswordPanel,
    NameEmailSettingsPanel,
)

from . import guards, used_files


def closed(request, *args, **kwargs):
    """410, not 404: a 404 outside the language prefixes becomes a redirect to a page of the site."""
    return HttpResponse(_("This address is closed."), status=410, content_type="text/plain; charset=utf-8")


class OwnAccountView(AccountView):
    """Wagtail's settings of the editor's own screen. Name, e-mail and password are changed on the site; pictures
    of people are not kept."""

    closed_panels = (NameEmailSettingsPanel, ChangePasswordPanel, AvatarSettingsPanel)

    def get_panels(self):
        return [panel for panel in super().get_panels() if not isinstance(panel, self.closed_panels)]


# Before Wagtail's own. An unknown /admin/x/ sends strangers to Wagtail's login by name, so that one redirects.
admin_patterns = [
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/account/", require_admin_access(OwnAccountView.as_view())),
    re_path(r"^admin/(?:password_reset|users|groups|bulk/accounts/user|bulk/auth/group)(?:/|$)", closed),
    re_path(r"^admin/(?:pages|collections)/\d+/privacy/$", closed),
    re_path(r"^documents/authenticate_with_password/", closed),
    # Every title and file address of every organisation, to anybody in the admin (S-05).
    re_path(r"^admin/api/main/(?:documents|images)(?:/|$)", closed),
    re_path(r"^admin/localize/(?:api/snippets|reports/translations)/", closed),
    # Puts another text before the public at once, with the right to edit a draft alone (S-06).
    re_path(r"^admin/localize/page/\d+/convert_to_alias/$", closed),
    # Publish another language where a text is missing, without a review (S-06).
    re_path(r"^admin/localize/(?:submit|update)/", closed),
    # Names pages and steps of every organisation.
    re_path(r"^admin/(?:reports/page-types-usage|workflows/task_chooser)/", closed),
    path("admin/choose-page/<int:parent_page_id>/", guards.browse),
    path("admin/choose-page/chosen-multiple/", guards.chosen_multiple),
    path("admin/pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/", guards.confirm_move),
    path("admin/images/chooser/<int:image_id>/select_format/", guards.select_format),
    path("admin/bulk/<str:app_label>/<str:model_name>/<str:action>/", guards.bulk),
    *used_files.admin_patterns,
]
# Under the language prefix: Wagtail's own front-end login and page passwords.
site_patterns = [re_path(r"^_util/", closed)]
