"""Organisations, declared for the Wagtail admin."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy

from lms.core.screens import PlainSearch

from . import roles
from .models import Organisation, User


class CenterAdministrators(BasePermissionPolicy):
    """Adding and changing organisations is for administrators of the Center; nothing is deleted."""

    def user_has_permission(self, user, action):
        return action in {"add", "change", "view"} and roles.reaches_all(user, "manage_people")

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions):
        return User.objects.filter(is_superuser=True)


class RightMenuItem(MenuItem):
    """A menu entry for those who hold `right` somewhere."""

    def __init__(self, *args, right, everywhere=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.may = roles.reaches_all if everywhere else roles.can
        self.right = right

    def is_shown(self, request):
        return self.may(request.user, self.right)


class OrganisationForm(forms.ModelForm):
    class Meta:
        model = Organisation
        fields = ["key", "kind", "name_kk", "name_ru", "name_en", "region", "is_example"]
        help_texts = {
            "key": _("Latin letters, digits and hyphens. It names the file collection and cannot be changed later.")
        }

    def __init__(self, *args, for_user=None, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["key"].disabled = True


class OrganisationIndex(PlainSearch, generic.IndexView):
    pass


class OrganisationViewSet(ModelViewSet):
    model = Organisation
    name = "organisations"
    icon = "home"
    menu_label = _("Organisations")
    menu_order = 810
    add_to_admin_menu = True
    permission_policy = CenterAdministrators(Organisation)
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = ["__str__", "kind", "region", "key"]
    list_filter = ["kind", "region"]
    search_fields = ["key", "name_kk", "name_ru", "name_en"]
    search_backend_name = None
    index_view_class = OrganisationIndex

    def get_form_class(self, for_update=False):
        return OrganisationForm

    def get_menu_item(self, order=None):
        return RightMenuItem(
            self.menu_label, self.menu_url, "organisations", icon_name=self.icon, order=self.menu_order,
            right="manage_people", everywhere=True,
        )  # fmt: skip


organisations = OrganisationViewSet()
