"""Every address of the site."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from certificates.views import short_address
from courses.sitemaps import PublicPages
from lms.accounts import closed
from lms.core import media
from lms.translation import urls as translation_urls

urlpatterns = [
    *closed.admin_patterns,
    *translation_urls.admin_patterns,
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    re_path(media.RENDITION, media.rendition),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": PublicPages}}, name="sitemap"),
    path("c/", short_address),
    path("c/<path:typed>", short_address),
    *i18n_patterns(
        *closed.site_patterns,
        path("", include("lms.accounts.urls")),
        path("accounts/", include("allauth.urls")),
        path("", include("courses.urls")),
        path("", include("assessments.urls")),
        path("", include("certificates.urls")),
        path("", include(wagtail_urls)),
    ),
]
