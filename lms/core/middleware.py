"""Headers that every answer carries."""

from csp.constants import SELF, UNSAFE_INLINE
from django.conf import settings
from django.middleware.locale import LocaleMiddleware

# What no page of ours uses. Passkeys are used; a QR code is scanned with the phone's own camera app.
CLOSED_FEATURES = (
    *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer"),
    *("microphone", "midi", "payment", "usb", "browsing-topics"),
)
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in CLOSED_FEATURES)


class SiteLocale(LocaleMiddleware):
    """Adds the reader's language to an address that lacks one, but only where addresses have a language.

    Django would answer every 404 outside the languages with a redirect, because Wagtail's pages match any address.
    """

    without_language = ("/admin/", "/documents/", "/media/")

    def process_response(self, request, response):
        if response.status_code == 404 and request.path_info.startswith(self.without_language):
            return response
        return super().process_response(request, response)


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
    """Pages for people who are logged in, and all documents, are never kept by a browser or a proxy (S-08, S-19).

    When somebody signs out, the browser is told to drop what it kept of the site: on a shared phone the next person
    finds nothing by "Back". Pictures of pages are the same for everybody and stay as their own view says.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith(settings.MEDIA_URL):
            return self.get_response(request)
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        is_signed_in = request.user.is_authenticated
        response["Permissions-Policy"] = PERMISSIONS_POLICY
        if is_signed_in or request.path.startswith("/documents/"):
            response["Cache-Control"] = "private, no-store"
        if was_signed_in and not is_signed_in:
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response
