"""The form in which an author writes a question."""

import secrets

from django import forms
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from taggit.forms import TagWidget
from wagtail.admin.forms import WagtailAdminModelForm

from lms.accounts import roles
from lms.accounts.models import Organisation
from lms.core.iin import iins_in

from .models import Objective
from .questions import KINDS
from .questions.base import keep_pictures
from .questions.editing import bind_fields, languages_written, read_item

PREFIX = "q"
INCOMPLETE = _("The question is not complete: see the marked places. You can save it as a draft.")
WITH_IIN = _("Not saved: a text contains an IIN.")


class ObjectiveField(forms.ModelChoiceField):
    def __init__(self, **kwargs):
        ordered = Objective.objects.select_related("parent").order_by(
            Coalesce("parent__key", "key"), F("parent__key").asc(nulls_first=True), "key"
        )
        super().__init__(queryset=ordered, **kwargs)

    def label_from_instance(self, objective):
        return f"{objective.parent}: {objective}" if objective.parent else str(objective)


class QuestionForm(WagtailAdminModelForm):
    """Properties as fields; what the kind describes is read into `body` and `texts`.

    A draft may be incomplete (`defer_required_fields`), a question that is submitted may not.
    """

    objective = ObjectiveField(label=_("Objective"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sent = self.data.get("kind", "")
        if not self.instance.pk and sent in KINDS:
            self.instance.kind = sent
        self.kind = KINDS.get(self.instance.kind) or next(iter(KINDS.values()))
        self.before = (self.instance.body, self.instance.texts)
        self.problems = ()
        self.fields["tags"].widget = TagWidget()
        self.fields["tags"].help_text = _("Words with commas between them.")
        self.offer_organisations()

    def offer_organisations(self):
        field = self.fields["organisation"]
        if self.instance.pk:
            field.disabled = True
            field.queryset = Organisation.objects.filter(pk=self.instance.organisation_id)
            return
        field.queryset = Organisation.objects.filter(roles.scope(self.for_user, "write_pages", "pk"))
        own = roles.places(self.for_user, "write_pages")
        if len(own) == 1:
            self.initial["organisation"] = next(iter(own))

    def clean(self):
        data = super().clean()
        self.item = read_item(self.kind.editor, self.data, PREFIX)
        body, texts = self.kind.split(self.item, languages_written(self.kind.editor, self.item))
        self.instance.body, self.instance.texts = body, texts = keep_pictures(self.before, body, texts)
        if any(iins_in(text) for text in strings(texts)):
            self.add_error(None, WITH_IIN)
        if not self.is_deferred_validation:
            self.problems = self.kind.problems(body, texts)
            if self.problems:
                self.add_error(None, INCOMPLETE)
        if not self.instance.key and data.get("organisation"):
            self.instance.key = f"{data['organisation'].key[:60]}-{secrets.token_hex(4)}"
        return data

    def has_changed(self):
        return super().has_changed() or (self.is_bound and self.before != (self.instance.body, self.instance.texts))

    @property
    def writing(self):
        """The kind's fields as the template shows them."""
        if hasattr(self, "item"):
            item = self.item
        elif self.instance.body:
            item = self.kind.join(self.instance.body, self.instance.texts)
        else:
            item = self.kind.new()
        return bind_fields(self.kind.editor, item, PREFIX, self.problems)

    @property
    def problems_elsewhere(self):
        """Problems that no field shows."""
        return list(dict.fromkeys(problem.told for problem in self.problems if not problem.at))


def strings(texts):
    if isinstance(texts, str):
        yield texts
    elif isinstance(texts, dict):
        for inner in texts.values():
            yield from strings(inner)
