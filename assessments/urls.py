from django.urls import include, path

from . import picture_views, views

urlpatterns = [
    path(
        "attempts/<uuid:public_id>/pictures/<int:position>/<str:picture>/",
        picture_views.attempt_picture,
        name="attempt_picture",
    ),
    path("exams/", include("assessments.exam_urls")),
    path("quiz/<uuid:unit_key>/start/", views.start, name="attempt_start"),
    path("attempts/<uuid:public_id>/", views.attempt, name="attempt"),
    path("attempts/<uuid:public_id>/items/<int:position>/", views.item, name="attempt_item"),
    path("attempts/<uuid:public_id>/state/", views.state, name="attempt_state"),
    path("attempts/<uuid:public_id>/break/", views.take_break, name="attempt_break"),
    path("attempts/<uuid:public_id>/save/", views.save, name="attempt_save"),
    path("attempts/<uuid:public_id>/submit/", views.submit, name="attempt_submit"),
    path("attempts/<uuid:public_id>/result/", views.result, name="attempt_result"),
]
