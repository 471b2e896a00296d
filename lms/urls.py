"""Every address of the site."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from courses.sitemaps import PublicPages

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": PublicPages}}, name="sitemap"),
    *i18n_patterns(
        path("accounts/", include("allauth.urls")),
        path("", include("courses.urls")),
        path("", include("assessments.urls")),
        path("", include("certificates.urls")),
        path("", include(wagtail_urls)),
    ),
]
