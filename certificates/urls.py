from django.urls import path

from . import views

urlpatterns = [
    path("verify/", views.VerifyView.as_view(), name="verify"),
    path("my/certificates/<uuid:public_id>.pdf", views.download, name="certificate_pdf"),
]
