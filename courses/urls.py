from django.urls import path

from . import views

urlpatterns = [
    path("my/", views.dashboard, name="dashboard"),
    path("my/start/", views.start, name="start"),
    path("cohorts/<uuid:public_id>/", views.cohort, name="cohort"),
    path("cohorts/<uuid:public_id>/join/", views.join, name="join"),
    path("units/<uuid:unit_key>/done/", views.unit_done, name="unit_done"),
    path("search/", views.search, name="search"),
    path("support/", views.support, name="support"),
]
