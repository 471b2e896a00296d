"""Pictures shown on pages: the only files with an address of their own (S-09)."""

from django.core.files.storage import storages
from django.http import FileResponse, Http404

RENDITION = r"^media/(?P<name>images/[0-9a-f]{32}\.(?:jpg|jpeg|png|webp|avif))$"
YEAR = 365 * 24 * 60 * 60


def rendition(request, name):
    """A rendition by its random name. Its content never changes, so a browser keeps it."""
    try:
        file = storages["public"].open(name)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file)
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response
