"""Cohorts and courses in the Wagtail admin."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.viewsets.model import ModelViewSet

from lms.accounts.models import Organisation
from lms.core.screens import PlainSearch

from . import staff
from .enums import CohortStatus
from .forms import CohortForm, CourseForm
from .models import Cohort, Course
from .permissions import CohortPolicy, CoursePolicy, may_delete_cohort, may_manage_cohort


def organisations_in_sight(request):
    return Organisation.objects.filter(pk__in=Cohort.objects.visible_to(request.user).values("organisation"))


def courses_in_sight(request):
    return Course.objects.filter(pk__in=Cohort.objects.visible_to(request.user).values("course"))


class CohortFilters(WagtailFilterSet):
    course = ModelChoiceFilter(queryset=courses_in_sight, label=_("Course"), widget=forms.RadioSelect)
    organisation = ModelChoiceFilter(queryset=organisations_in_sight, label=_("Organisation"), widget=forms.RadioSelect)

    class Meta:
        model = Cohort
        fields = ["status", "course", "organisation", "format"]


class CohortIndex(PlainSearch, generic.IndexView):
    any_permission_required = ["view"]
    filterset_class = CohortFilters
    default_ordering = "-starts_on"

    def get_base_queryset(self):
        visible = Cohort.objects.visible_to(self.request.user)
        return visible.with_taken().select_related("course", "organisation", "region")

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "name", label=_("Name"), sort_key="name", get_url=lambda row: reverse("cohorts:roster", args=[row.pk])
            ),
            Column("course", label=_("Course")),
            Column("organisation", label=_("Organisation")),
            Column("starts_on", label=_("First day"), sort_key="starts_on", accessor=first_day_text),
            Column("taken", label=_("Seats taken"), accessor=seats_text),
            StatusTagColumn(
                "status",
                label=_("State"),
                accessor="get_status_display",
                sort_key="status",
                primary=lambda row: row.status == CohortStatus.OPEN,
            ),
        ]


def first_day_text(cohort):
    return date_format(cohort.starts_on)


def seats_text(cohort):
    return cohort.taken if cohort.seats is None else f"{cohort.taken} / {cohort.seats}"


class Own:
    """An object screen that begins with the cohorts this person may see (S-05) and that they run."""

    may = staticmethod(may_manage_cohort)

    def get_base_object_queryset(self):
        return Cohort.objects.visible_to(self.request.user)

    def get_object(self, *args, **kwargs):
        found = super().get_object(*args, **kwargs)
        if not self.may(self.request.user, found):
            raise PermissionDenied
        return found


class CohortEdit(Own, generic.EditView):
    def get_queryset(self):
        return self.get_base_object_queryset()

    def get_success_url(self):
        return reverse("cohorts:roster", args=[self.object.pk])


class CohortDelete(Own, generic.DeleteView):
    may = staticmethod(may_delete_cohort)

    def get_queryset(self):
        return self.get_base_object_queryset()


class CohortHistory(Own, HistoryView):
    pass


class CohortAdd(generic.CreateView):
    def get_success_url(self):
        return reverse("cohorts:roster", args=[self.object.pk])


class CohortViewSet(ModelViewSet):
    model = Cohort
    name = "cohorts"
    icon = "group"
    menu_label = _("Cohorts")
    menu_order = 150
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    search_fields = ["name", "room", "address"]
    search_backend_name = None
    index_view_class = CohortIndex
    add_view_class = CohortAdd
    edit_view_class = CohortEdit
    delete_view_class = CohortDelete
    history_view_class = CohortHistory
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("course"),
            FieldPanel("organisation"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on"), FieldPanel("time_zone")]),
                    FieldRowPanel([FieldPanel("format"), FieldPanel("region")]),
                ],
                heading=_("Days"),
            ),
            MultiFieldPanel([FieldRowPanel([FieldPanel("seats"), FieldPanel("join_mode")])], heading=_("Joining")),
            MultiFieldPanel(
                [FieldPanel("address"), FieldPanel("room"), FieldPanel("trainers")],
                heading=_("For the cohort's own people"),
            ),
        ],
        base_form_class=CohortForm,
    )

    @property
    def permission_policy(self):
        return CohortPolicy(Cohort)

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**{"usage_url_name": None, **kwargs})

    @cached_property
    def menu_item_class(self):
        return type("CohortMenuItem", (MenuItem,), {"is_shown": lambda item, request: can_enter(request.user)})

    def get_urlpatterns(self):
        kept = [each for each in super().get_urlpatterns() if each.name != "usage"]
        return [
            *kept,
            path("<int:pk>/roster/", staff.RosterView.as_view(), name="roster"),
            path("<int:pk>/attendance/", staff.AttendanceView.as_view(), name="attendance"),
            path("<int:pk>/timetable/", staff.TimetableView.as_view(), name="timetable"),
            path("<int:pk>/people/", staff.AddPeopleView.as_view(), name="add_people"),
            path("<int:pk>/people/<int:enrolment>/withdraw/", staff.WithdrawView.as_view(), name="withdraw"),
            path("<int:pk>/open/", staff.OpenView.as_view(), name="open"),
            path("<int:pk>/adopt/", staff.AdoptView.as_view(), name="adopt"),
            path("<int:pk>/close/", staff.CloseView.as_view(), name="close"),
        ]


def can_enter(user):
    return CohortPolicy(Cohort).user_has_permission(user, "view")


class CourseIndex(generic.IndexView):
    list_display = ["__str__", "organisation", "hours", "format"]

    def get_base_queryset(self):
        return Course.objects.visible_to(self.request.user).select_related("organisation")


class CourseEdit(generic.EditView):
    def get_queryset(self):
        return Course.objects.visible_to(self.request.user)


class CourseHistory(HistoryView):
    def get_base_object_queryset(self):
        return Course.objects.visible_to(self.request.user)


class CourseViewSet(ModelViewSet):
    model = Course
    name = "courses"
    icon = "openquote"
    menu_label = _("Courses")
    menu_order = 151
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = CourseIndex
    edit_view_class = CourseEdit
    history_view_class = CourseHistory

    @property
    def permission_policy(self):
        return CoursePolicy(Course)

    def get_form_class(self, for_update=False):
        return CourseForm

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**{"usage_url_name": None, "delete_url_name": None, **kwargs})

    def get_urlpatterns(self):
        return [each for each in super().get_urlpatterns() if each.name not in {"usage", "delete"}]
