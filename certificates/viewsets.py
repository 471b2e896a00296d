"""Certificate texts and signatories, declared for the Wagtail admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.viewsets.model import ModelViewSet

from courses.models import Course
from lms.accounts import roles
from lms.accounts.models import Organisation

from .models import CertificateText, Signatory
from .permissions import EDIT_TEXTS, TextPolicy


class OwnIndex(generic.IndexView):
    def get_base_queryset(self):
        return self.permission_policy.visible_to(self.request.user)


class OwnEdit(generic.EditView):
    def get_queryset(self):
        return self.permission_policy.visible_to(self.request.user)


class OwnHistory(HistoryView):
    def get_base_object_queryset(self):
        return self.permission_policy.visible_to(self.request.user)


class TextForm(WagtailAdminModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = Course.objects.filter(roles.scope(self.for_user, EDIT_TEXTS))


class SignatoryForm(WagtailAdminModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = Organisation.objects.filter(roles.scope(self.for_user, EDIT_TEXTS, "pk"))
        self.fields["organisation"].queryset = own


class OwnViewSet(ModelViewSet):
    """No copies, no deletion, no usage page; each screen starts from the person's own organisations."""

    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    search_backend_name = None
    index_view_class = OwnIndex
    edit_view_class = OwnEdit
    history_view_class = OwnHistory

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**{"usage_url_name": None, **kwargs})

    def get_urlpatterns(self):
        return [each for each in super().get_urlpatterns() if each.name not in {"usage", "delete"}]


class CertificateTextViewSet(OwnViewSet):
    model = CertificateText
    name = "certificate-texts"
    icon = "doc-full"
    menu_label = _("Certificate texts")
    list_display = ["course", "language", "programme"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("course"), FieldPanel("language")]),
            MultiFieldPanel(
                [FieldPanel("organisation"), FieldPanel("centre"), FieldPanel("document")], heading=_("Head")
            ),
            MultiFieldPanel([FieldPanel("programme"), FieldPanel("opening"), FieldPanel("wording")], heading=_("Text")),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("face_to_face"), FieldPanel("blended"), FieldPanel("online")])],
                heading=_("Words for {format}"),
            ),
            FieldPanel("place"),
        ],
        base_form_class=TextForm,
    )

    @property
    def permission_policy(self):
        return TextPolicy(CertificateText, "course__organisation")


class SignatoryViewSet(OwnViewSet):
    model = Signatory
    name = "signatories"
    icon = "edit"
    menu_label = _("Signatories")
    list_display = ["name", "organisation", "valid_from", "valid_to"]
    edit_handler = ObjectList(
        [
            FieldPanel("organisation"),
            FieldPanel("name"),
            MultiFieldPanel(
                [FieldPanel("position_kk"), FieldPanel("position_ru"), FieldPanel("position_en")], heading=_("Position")
            ),
            FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        ],
        base_form_class=SignatoryForm,
    )

    @property
    def permission_policy(self):
        return TextPolicy(Signatory, "organisation")
