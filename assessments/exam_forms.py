"""What an invigilator fills in."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.core import iin

from .domain.errors import NumberInText

MINUTES = (5, 10, 15, 20, 30, 60)
REASONS = (
    _("Late start"),
    _("Power or network failure"),
    _("A device failed"),
    _("Noise or alarm"),
    _("Somebody feels unwell"),
    _("Everybody has finished"),
)


class ActForm(forms.Form):
    """A reason; `token` names this one form, so that a second press does nothing."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("It is kept, and the people concerned read it. Write nothing about somebody's health."),
        widget=forms.TextInput(attrs={"list": "reasons", "autocomplete": "off"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, initial={"token": uuid.uuid4()}, **kwargs)

    def clean_reason(self):
        reason = self.cleaned_data["reason"]
        if iin.iins_in(reason):
            raise forms.ValidationError(NumberInText.message)
        return reason


class MinutesForm(ActForm):
    minutes = forms.TypedChoiceField(
        label=_("How many minutes"), choices=[(n, n) for n in MINUTES], coerce=int, widget=forms.RadioSelect
    )
    field_order = ["token", "minutes", "reason"]


class EndForm(ActForm):
    sure = forms.BooleanField(label=_("Yes, end it now. This cannot be undone."))
