"""The editor's form of a page that points at a record of an organisation."""

from django.db.models import Q
from wagtail.admin.forms import WagtailAdminPageForm

from . import roles


class OwnChoicesForm(WagtailAdminPageForm):
    """Offers the records of those organisations where the person writes pages, and the one chosen already (S-05).

    The page class names its fields in `own_choices`: {field: lookup from the record to its organisation}.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, lookup in self._meta.model.own_choices.items():
            if name in self.fields:
                chosen = Q(pk=getattr(self.instance, f"{name}_id"))
                field = self.fields[name]
                field.queryset = field.queryset.filter(roles.scope(self.for_user, "write_pages", lookup) | chosen)
