"""What search engines are told: public pages in three languages, and nothing that needs a seat (S-08)."""

from django.apps import apps
from django.contrib.sitemaps import Sitemap
from wagtail.models import Page


class PublicPages(Sitemap):
    def items(self):
        pages = [model for model in apps.get_models() if issubclass(model, Page)]
        public = [model for model in pages if getattr(model, "is_public", False) and getattr(model, "is_listed", True)]
        return Page.objects.live().type(*public).select_related("locale").order_by("path")

    def location(self, page):
        return page.get_url()

    def lastmod(self, page):
        return page.last_published_at
