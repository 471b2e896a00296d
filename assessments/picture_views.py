"""Pictures of questions: private files (S-09), shown to the person who is asked and to those who write the bank."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET
from wagtail.images import get_image_model

from lms.accounts import roles

from .models import AttemptItem, QuestionPicture


def serve(image):
    """The file under a name that says nothing (S-18)."""
    response = FileResponse(image.file.open("rb"), filename=f"picture.{image.file.name.rsplit('.', 1)[-1]}")
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


@require_GET
@login_required
def attempt_picture(request, public_id, position, picture):
    """A picture of a question in one's own attempt, while it runs and afterwards."""
    mine = AttemptItem.objects.filter(attempt__public_id=public_id, attempt__enrolment__user=request.user)
    item = get_object_or_404(mine.select_related("version"), position=position)
    shown = {row["id"]: row["image"] for row in item.version.body.get("pictures", [])}
    if picture not in shown:
        raise Http404
    return serve(get_object_or_404(get_image_model(), pk=shown[picture]))


@require_GET
def bank_picture(request, pk, image):
    """A picture of a question for whoever writes or reads its bank."""
    if not (roles.can(request.user, "write_pages") or roles.can(request.user, "review_pages")):
        raise PermissionDenied
    rows = QuestionPicture.objects.select_related("question__organisation", "image")
    row = get_object_or_404(rows, question=pk, image=image)
    place = row.question.organisation
    if not (roles.can(request.user, "write_pages", place) or roles.can(request.user, "review_pages", place)):
        raise Http404
    return serve(row.image)
