"""Sending texts to an outside translator and taking them back: one PO file, or a ZIP of a module's."""

import io
import zipfile
import zlib

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail_localize.models import Translation

from lms.accounts import roles
from lms.accounts.models import Organisation
from lms.core.models import LANGUAGES
from lms.core.screens import StaffScreen

from . import leads, permissions, po, question_po
from .forms import UploadForm
from .views import DeskView, PageScreen

EXPORTED, IMPORTED = "translation.export", "translation.import"
LARGEST, FILES = 5 * 1024 * 1024, 200


class TooLarge(Exception):
    pass


UNREADABLE = (TooLarge, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


class ExportView(PageScreen):
    """The PO file of one page, or of a module a ZIP with one for each of its pages that is being translated.

    Questions are not among them: they show what is right (S-17), so `export_bank` gives them out.
    """

    may = staticmethod(permissions.may_translate)
    whole_module = False

    def get(self, request, page_id):
        pages = self.page.get_descendants(inclusive=True) if self.whole_module else Page.objects.filter(pk=page_id)
        files = {}
        for page in pages.select_related("locale").order_by("path"):
            if translation := leads.translation_of(page):
                files[f"{page.slug}-{str(page.translation_key)[:8]}-{page.locale.language_code}.po"] = (
                    page,
                    po.export(translation),
                )
        if not files:
            messages.error(request, _("Nothing here is being translated into this language yet."))
            return redirect("translations:desk")
        for page, _text in files.values():
            log(instance=page.specific, action=EXPORTED, user=request.user)
        if self.whole_module:
            name = f"{self.page.slug}-{self.page.locale.language_code}.zip"
            return attachment(zipped(files), name, "application/zip")
        ((name, (_page, text)),) = files.items()
        return attachment(text.encode(), name, "text/x-gettext-translation")


class BanksView(StaffScreen, TemplateView):
    """The banks for which this person writes, each with a file of its questions for every language."""

    template_name = "translation/banks.html"
    page_title = gettext_lazy("Questions for translators")
    header_icon = "download"

    def get_trail(self):
        return [{"url": reverse("translations:desk"), "label": DeskView.page_title}]

    def dispatch(self, request, *args, **kwargs):
        if not permissions.may_write_somewhere(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(banks=banks_of(self.request.user), languages=LANGUAGES, **kwargs)


def banks_of(user):
    """Organisations with questions for which `user` writes."""
    mine = Organisation.objects.filter(roles.scope(user, "write_pages", "pk"))
    return mine.annotate(number=Count("questions")).filter(number__gt=0).order_by("key")


@require_admin_access
def export_bank(request, organisation, language):
    """The PO file of a bank; another organisation's is not found."""
    bank = get_object_or_404(banks_of(request.user), key=organisation)
    if language not in LANGUAGES:
        raise Http404
    content = question_po.export(bank, language, request.user)
    return attachment(content.encode(), f"questions-{bank.key}-{language}.po", "text/x-gettext-translation")


def zipped(files):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (_page, text) in files.items():
            archive.writestr(name, text)
    return written.getvalue()


def attachment(content, name, kind):
    return HttpResponse(content, kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


class ImportView(StaffScreen, FormView):
    """Takes PO files back. A fault anywhere is told with its line, and then nothing is changed."""

    template_name = "translation/import.html"
    page_title = gettext_lazy("Import translations")
    header_icon = "upload"
    form_class = UploadForm

    def get_trail(self):
        return [{"url": reverse("translations:desk"), "label": DeskView.page_title}]

    def dispatch(self, request, *args, **kwargs):
        if not permissions.may_write_somewhere(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            found = [self.read(name, content) for name, content in unpacked(form.cleaned_data["file"])]
        except UNREADABLE:
            form.add_error("file", _("This archive cannot be read, or it is too large."))
            return self.form_invalid(form)
        if faults := [fault for one in found for fault in one.faults]:
            return self.render_to_response(self.get_context_data(form=form, faults=faults))
        with transaction.atomic():
            for one in found:
                self.write(one)
        count = sum(one.count for one in found)
        told = ngettext("%d text was imported.", "%d texts were imported.", count)
        messages.success(self.request, told % count)
        return redirect("translations:desk")

    def read(self, name, content):
        """One file as a `po.Import`. A page that this person may not translate is as unknown as one that is not."""
        file, key, language, faults = po.page_and_language(name, content)
        if faults:
            return po.Import(name, None, [], faults)
        if po.BANK in file.metadata:
            return self.read_bank(name, file, key, language)
        translation = self.translation(key, language)
        if translation is None:
            unknown = _("No page of yours with this number is being translated into this language.")
            return po.Import(name, None, [], [po.Fault(name, 1, unknown)])
        return po.check(name, file, translation)

    def read_bank(self, name, file, key, language):
        mine = Organisation.objects.filter(roles.scope(self.request.user, "write_pages", "pk"))
        organisation = mine.filter(key=key).first()
        if organisation is None or language not in LANGUAGES:
            unknown = _("No bank of yours has this name, or no text is translated into this language.")
            return po.Import(name, None, [], [po.Fault(name, 1, unknown)])
        return question_po.check(name, file, organisation, language)

    def write(self, found):
        if isinstance(found, question_po.Import):
            question_po.write(found, self.request.user)
        elif found.changes:
            po.write(found, self.request.user)
            log(instance=found.translation.get_target_instance(), action=IMPORTED, user=self.request.user)

    def translation(self, key, language):
        if not po.is_key(key):
            return None
        rows = Translation.objects.filter(
            source__object_id=key, target_locale__language_code=language, enabled=True
        ).select_related("source", "target_locale")
        translation = rows.first()
        if translation is None:
            return None
        page = Page.objects.filter(translation_key=key, locale=translation.target_locale).first()
        return translation if page and permissions.may_translate(self.request.user, page) else None


def unpacked(upload):
    """(name, bytes) of each PO file in an upload; raises TooLarge, counting while it inflates."""
    if not zipfile.is_zipfile(upload):
        upload.seek(0)
        return [(upload.name, upload.read())]
    left, files = LARGEST, []
    with zipfile.ZipFile(upload) as archive:
        for member in archive.infolist():
            if not member.filename.endswith(".po"):
                continue
            with archive.open(member) as file:
                content = file.read(left + 1)
            left -= len(content)
            files.append((member.filename, content))
            if left < 0 or len(files) > FILES:
                raise TooLarge
    return files


@require_admin_access
def download_instead(request, translation_id):
    """The address of localize's own export: it has no check on the way back."""
    translation = get_object_or_404(Translation, pk=translation_id, enabled=True)
    return redirect("translations:export", translation.get_target_instance().pk)


@require_admin_access
def upload_instead(request, translation_id):
    if request.method != "POST":
        raise Http404
    return ImportView.as_view()(request)
