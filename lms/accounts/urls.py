from django.urls import path
from django.views.generic import RedirectView

from . import views

urlpatterns = [
    path("accounts/", views.overview, name="account_overview"),
    path("accounts/2fa/", RedirectView.as_view(pattern_name="account_overview")),  # allauth's own page for a part of it
    path("accounts/sessions/end/", views.sign_out_everywhere, name="account_sign_out_everywhere"),
    path("my/profile/", views.profile, name="profile"),
]
