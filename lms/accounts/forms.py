"""Forms of the account pages. Those of signing in add labels and hints to allauth's; the rules stay allauth's."""

from allauth.account import forms as account_forms
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .domain import languages
from .models import Profile
from .names import tidy, validate_latin, validate_name


class LoginForm(account_forms.LoginForm):
    """`autocomplete="username"` tells password managers which field belongs to the password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label = _("E-mail")
        login.widget.attrs = {"autocomplete": "username", "inputmode": "email"}
        password.label, password.help_text = _("Password"), ""
        password.widget.attrs = {"autocomplete": "current-password"}
        remember = self.fields["remember"]
        remember.label = _("Stay signed in on this device")
        remember.help_text = _("Leave it empty on a shared phone or computer.")


class SignupForm(account_forms.SignupForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        self.fields["email"].help_text = _("We send a code to it, and nothing else without need.")
        self.fields["email"].widget.attrs = {"autocomplete": "username", "inputmode": "email"}
        self.fields["password1"].help_text = _("At least 10 characters. A few words in a row are easy to keep in mind.")
        self.fields["password1"].widget.attrs = {"autocomplete": "new-password"}
        self.fields["password2"].label = _("The same password again")
        self.fields["password2"].widget.attrs = {"autocomplete": "new-password"}


class AddPasskeyForm(passkey_forms.AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this device")
        alone = self.fields["passwordless"]
        alone.initial = True
        alone.label = _("Sign in with it alone, without the password")
        alone.help_text = ""


class EditPasskeyForm(passkey_forms.EditWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this device")


class NameField(forms.CharField):
    def __init__(self, latin=False, **kwargs):
        validators = [validate_name, validate_latin] if latin else [validate_name]
        super().__init__(max_length=80, required=False, validators=validators, **kwargs)

    def to_python(self, value):
        return tidy(super().to_python(value) or "")


class ProfileForm(forms.ModelForm):
    """What a person says about themselves. A changed name needs a new confirmation."""

    family_name = NameField(label=_("Family name"), help_text=_("As in your identity document."))
    given_name = NameField(label=_("Given name"))
    patronymic = NameField(label=_("Patronymic"), help_text=_("If you have one."))
    latin_family_name = NameField(latin=True, label=_("Family name in Latin letters"))
    latin_given_name = NameField(latin=True, label=_("Given name in Latin letters"))
    language = forms.ChoiceField(
        label=_("Language of letters from us"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    name_is_right = forms.BooleanField(label=_("My name shall stand like this on my certificate"), required=False)

    names = ("family_name", "given_name", "patronymic", "latin_family_name", "latin_given_name")

    class Meta:
        model = Profile
        fields = [
            *("family_name", "given_name", "patronymic", "latin_family_name", "latin_given_name"),
            *("region", "organisation", "professional_role", "sex"),
        ]
        labels = {
            "region": _("Region"),
            "organisation": _("Organisation"),
            "professional_role": _("What you work as"),
            "sex": _("Sex"),
        }
        help_texts = {
            "organisation": _("If your place of work is not in the list, leave this empty: a course does not need it."),
            "sex": _("For statistics in large numbers alone. You need not say."),
        }
        widgets = {"sex": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, hint in [("family_name", "family-name"), ("given_name", "given-name")]:
            self.fields[name].widget.attrs["autocomplete"] = hint
        for name in ("region", "organisation", "professional_role"):
            self.fields[name].empty_label = _("Not said")
        self.fields["language"].initial = self.instance.user.language
        if self.instance.user.is_staff_member:
            self.fields["language"].help_text = _("It is that of the staff area, too.")
        self.fields["name_is_right"].initial = self.instance.name_confirmed_at is not None

    def clean(self):
        data = super().clean()
        if data.get("name_is_right") and not (data.get("family_name") and data.get("given_name")):
            self.add_error("name_is_right", _("Type your family name and given name first."))
        return data

    def save(self):
        profile = super().save(commit=False)
        if not self.cleaned_data["name_is_right"]:
            profile.name_confirmed_at = None
        elif profile.name_confirmed_at is None or set(self.changed_data) & set(self.names):
            profile.name_confirmed_at = timezone.now()
        profile.save()
        languages.choose(profile.user, self.cleaned_data["language"])
        return profile
