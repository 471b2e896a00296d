from django.http import HttpResponse
from django.urls import path
from wagtail.models import Locale

from lms.urls import urlpatterns as site_patterns


def bare_view(request):
    return HttpResponse(f"<h1>{Locale.objects.count()}</h1>")


urlpatterns = [path("bare-view/", bare_view), *site_patterns]
