"""Forms of this app."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.core.models import LANGUAGES

from .enums import Reason
from .models.notes import LONGEST_NOTE


class CodeForm(forms.Form):
    """The code of a certificate, as somebody reads it from the paper. What it means is decided by the view."""

    code = forms.CharField(
        label=_("Code of the certificate"),
        help_text=_("16 characters beside the QR code, for example 7K4M-0137-ABCD-EF1X. Letter case does not matter."),
        max_length=100,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class SurnameForm(forms.Form):
    """The second step: whose certificate it is."""

    code = forms.CharField(max_length=100, widget=forms.HiddenInput(attrs={"id": "certificate-code"}))
    surname = forms.CharField(
        label=_("Surname on the certificate"),
        help_text=_("In Kazakh, Russian or Latin letters."),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


class RevokeForm(forms.Form):
    """Why a certificate is withdrawn: nothing about the person, for it stays in the register for good."""

    reason = forms.ChoiceField(label=_("Reason"), choices=Reason, widget=forms.RadioSelect)
    decision = forms.CharField(
        label=_("Number of the decision or order"),
        help_text=_("If there is one. No names: this stays in the register for good."),
        max_length=60,
        required=False,
    )


def note_field(label):
    return forms.CharField(label=label, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 4}))


class ChangeNoteForm(forms.Form):
    """What has changed for those who learned it as it was: the same in three languages."""

    note_kk = note_field(_("Note in Kazakh"))
    note_ru = note_field(_("Note in Russian"))
    note_en = note_field(_("Note in English"))

    def texts(self):
        return {code: self.cleaned_data[f"note_{code}"] for code in LANGUAGES}
