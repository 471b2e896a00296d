"""What the list of questions is filtered by."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet

from lms.accounts.models import Organisation

from .bank_forms import ObjectiveField
from .enums import Level
from .models import Objective, Question, QuestionTag
from .questions import kind_choices
from .questions.editing import LANGUAGES, NAMES

STATES = {
    "live": (_("live"), Q(live=True)),
    "changed": (_("live, with a newer draft"), Q(live=True, has_unpublished_changes=True)),
    "draft": (_("draft"), Q(live=False)),
    "review": (_("under review"), Q(is_in_review=True)),
    "suspended": (_("not asked: its source has changed"), Q(is_suspended=True)),
}
MARKS = {
    "must-pass": (_("must-pass"), Q(must_pass=True)),
    "training": (_("specimen for training"), Q(training=True)),
    "live-bank": (_("no specimen"), Q(training=False)),
}


def organisations_in_sight(request):
    return Organisation.objects.filter(pk__in=Question.objects.visible_to(request.user).values("organisation"))


class ObjectiveFilter(ModelChoiceFilter):
    """An area stands for all its objectives."""

    field_class = ObjectiveField

    def __init__(self, **kwargs):
        super().__init__(queryset=Objective.objects.all(), **kwargs)

    @property
    def field(self):
        if not hasattr(self, "_field"):
            self._field = ObjectiveField(label=self.label, required=False)
        return self._field

    def filter(self, queryset, value):
        return queryset.filter(Q(objective=value) | Q(objective__parent=value)) if value else queryset


class RowsFilter(ChoiceFilter):
    """One of some named conditions, {value: (label, Q)}."""

    def __init__(self, rows, **kwargs):
        self.rows = rows
        super().__init__(choices=[(value, label) for value, (label, _found) in rows.items()], **kwargs)

    def filter(self, queryset, value):
        return queryset.filter(self.rows[value][1]) if value in self.rows else queryset


class QuestionFilters(WagtailFilterSet):
    organisation = ModelChoiceFilter(queryset=organisations_in_sight, label=_("Organisation"), widget=forms.RadioSelect)
    objective = ObjectiveFilter(label=_("Area or objective"))
    kind = ChoiceFilter(choices=kind_choices, label=_("Kind"), widget=forms.RadioSelect)
    level = ChoiceFilter(choices=Level, label=_("Level"), widget=forms.RadioSelect)
    tag = ChoiceFilter(label=_("Tag"), method="with_tag")
    missing = ChoiceFilter(
        label=_("Language missing"),
        choices=[(code, NAMES[code]) for code in LANGUAGES],
        method="without_language",
        widget=forms.RadioSelect,
    )
    state = RowsFilter(STATES, label=_("State"), widget=forms.RadioSelect)
    mark = RowsFilter(MARKS, label=_("Marks"), widget=forms.RadioSelect)

    class Meta:
        model = Question
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        tags = QuestionTag.objects.filter(content_object__in=Question.objects.open_to(self.request.user))
        names = tags.values_list("tag__name", flat=True).distinct().order_by("tag__name")
        self.filters["tag"].extra["choices"] = [(name, name) for name in names]

    def with_tag(self, queryset, name, value):
        return queryset.filter(tags__name=value).distinct()

    def without_language(self, queryset, name, value):
        return queryset.exclude(texts__has_key=value)
