from django.urls import path

from . import exam_views as views

urlpatterns = [
    path("", views.index, name="exams"),
    path("<uuid:public_id>/", views.room, name="exam_room"),
    path("<uuid:public_id>/wall/", views.wall, name="exam_wall"),
    path("<uuid:public_id>/people/<uuid:attempt_id>/", views.person, name="exam_person"),
    path("<uuid:public_id>/people/<uuid:attempt_id>/<slug:step>/", views.act, name="exam_act_one"),
    path("<uuid:public_id>/do/<slug:step>/", views.act, name="exam_act"),
]
