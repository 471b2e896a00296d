"""Headers that every answer carries."""

from csp.constants import SELF, UNSAFE_INLINE


class AdminContentPolicy:
    """Lets Wagtail's own inline scripts and styles run under /admin/, and nowhere else.

    Wagtail and localize have inline scripts without nonces. Page previews keep the strict policy of the page's
    own address; the block preview is author content under an admin address, so it stays strict by its path.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith("/admin/") and not request.path.startswith("/admin/block-preview/"):
            response._csp_update = {"script-src": [UNSAFE_INLINE], "style-src": [UNSAFE_INLINE], "frame-src": [SELF]}
        return response


class PrivatePages:
    """Pages for people who are logged in are never kept by a browser or a proxy (S-19)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response
