from django.http import HttpResponse
from django.urls import path

urlpatterns = [path("my/", lambda request: HttpResponse(""), name="dashboard")]
