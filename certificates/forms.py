"""Forms of this app."""

from django import forms
from django.utils.translation import gettext_lazy as _


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
