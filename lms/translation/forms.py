"""What is asked at the translation desk."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .enums import Kind, State

ALL = [("", _("All"))]


class LeadForm(forms.Form):
    language = forms.ChoiceField(label=_("Lead language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)


class DeskForm(forms.Form):
    """Filters of the desk; a value that nobody offered is as good as none."""

    q = forms.CharField(label=_("Text"), required=False, widget=forms.SearchInput)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[*ALL, *settings.LANGUAGES])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[*ALL, *State.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[*ALL, *Kind.choices])
    place = forms.ChoiceField(label=_("Course or module"), required=False)

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        places = {}
        for row in rows:
            if row.course and not row.module:
                places.setdefault(row.course, row.title)
            elif row.module:
                places.setdefault(row.module, f"— {row.place}")
        self.fields["place"].choices = [*ALL, *places.items()]
        self.is_valid()

    def asked(self, name):
        return self.cleaned_data.get(name, "")

    def found(self, rows):
        """The rows that fit every filter but language and state."""
        words, kind, place = self.asked("q").casefold(), self.asked("kind"), self.asked("place")
        return [
            row
            for row in rows
            if words in row.title.casefold()
            and kind in ("", row.kind)
            and (not place or place in (row.module, row.course))
        ]

    def in_state(self, rows):
        """Those that are in the state asked for, in the language asked for or in any."""
        state, language = self.asked("state"), self.asked("language")
        return [row for row in rows if row.has(state, language)] if state else rows


class UploadForm(forms.Form):
    file = forms.FileField(label=_("PO file, or a ZIP of them"), max_length=200)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > 5 * 1024 * 1024:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        return file
