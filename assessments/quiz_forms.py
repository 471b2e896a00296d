"""The form of a quiz: its rules, and rows of sections, fixed questions and slots."""

import json

from django import forms
from django.db.models import Q
from django.template.loader import render_to_string
from wagtail.admin.forms import WagtailAdminModelForm

from lms.accounts import roles
from lms.accounts.models import Organisation

from .enums import Feedback, Moment
from .models import Question, Quiz, QuizSection
from .questions.editing import LANGUAGES, NAMES


class InThreeLanguages(forms.MultiWidget):
    """A title in each language, {kk, ru, en}, for a JSON field."""

    def __init__(self, attrs=None):
        super().__init__({code: self.input(code) for code in LANGUAGES}, attrs)

    @staticmethod
    def input(code):
        return forms.TextInput(attrs={"placeholder": NAMES[code], "aria-label": NAMES[code], "lang": code})

    def decompress(self, value):
        titles = json.loads(value) if value else {}
        return [(titles or {}).get(code, "") for code in LANGUAGES]

    def value_from_datadict(self, data, files, name):
        typed = super().value_from_datadict(data, files, name)
        return json.dumps(
            {code: text.strip() for code, text in zip(LANGUAGES, typed, strict=True) if (text or "").strip()}
        )


class FeedbackGrid(forms.Widget):
    """Boxes to tick: a row for each moment, a column for each thing told."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = json.loads(value) if value else {}
        rows = [
            (
                moment,
                [
                    (f"{name}-{moment.value}-{thing.value}", thing, thing.value in chosen.get(moment.value, []))
                    for thing in Feedback
                ],
            )
            for moment in Moment
        ]
        return render_to_string("assessments/staff/_feedback.html", {"rows": rows, "things": list(Feedback)})

    def value_from_datadict(self, data, files, name):
        told = {
            moment.value: [thing.value for thing in Feedback if f"{name}-{moment.value}-{thing.value}" in data]
            for moment in Moment
        }
        return json.dumps({moment: things for moment, things in told.items() if things})

    def value_omitted_from_data(self, data, files, name):
        return False

    def id_for_label(self, id_):
        return ""


class QuizForm(WagtailAdminModelForm):
    """Offers the own organisations, their quizzes and questions (S-05); sections are those of this quiz."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["feedback"].required = False
        own = Organisation.objects.filter(roles.scope(self.for_user, "write_pages", "pk"))
        if self.instance.pk:
            own = Organisation.objects.filter(pk=self.instance.organisation_id)
            for name in ("key", "organisation"):
                self.fields[name].disabled = True
        self.fields["organisation"].queryset = own
        mine = Quiz.objects.visible_to(self.for_user).titled().exclude(pk=self.instance.pk)
        self.fields["crosses"].queryset = mine
        sections = QuizSection.objects.filter(quiz=self.instance.pk)
        chosen = Q(quiz_items__quiz=self.instance.pk) if self.instance.pk else Q(pk__in=[])
        visible = Question.objects.visible_to(self.for_user).values("pk")
        questions = Question.objects.filter(Q(pk__in=visible) | chosen).distinct()
        offer(self.formsets["items"], section=sections, question=questions)
        offer(self.formsets["slots"], section=sections)

    def save(self, commit=True):
        quiz = super().save(commit=False)
        for name in ("sections", "items", "slots"):
            rows = sorted(getattr(quiz, name).all(), key=lambda row: row.position or 0)
            for position, row in enumerate(rows, 1):
                row.position = position
        if commit:
            quiz.save()
        return quiz


def offer(formset, **querysets):
    """Lets each row of a formset, the empty one too, choose among these alone."""

    class Offering(formset.form):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            for name, found in querysets.items():
                self.fields[name].queryset = found

    formset.form = Offering
