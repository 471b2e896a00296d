from django.urls import path

from . import exam_views as views
from . import paper_views as paper

urlpatterns = [
    path("", views.index, name="exams"),
    path("<uuid:public_id>/", views.room, name="exam_room"),
    path("<uuid:public_id>/wall/", views.wall, name="exam_wall"),
    path("<uuid:public_id>/people/<uuid:attempt_id>/", views.person, name="exam_person"),
    path("<uuid:public_id>/people/<uuid:attempt_id>/<slug:step>/", views.act, name="exam_act_one"),
    path("<uuid:public_id>/do/<slug:step>/", views.act, name="exam_act"),
    path("<uuid:public_id>/paper/", paper.forms, name="exam_paper"),
    path("<uuid:public_id>/paper/<slug:code>/print/", paper.booklet, name="exam_booklet"),
    path("<uuid:public_id>/paper/<slug:code>/key/", paper.key_sheet, name="exam_key"),
    path("<uuid:public_id>/prints/<uuid:print_id>/", paper.printed, name="exam_print"),
    path("<uuid:public_id>/prints/<uuid:print_id>/form.pdf", paper.print_file, name="exam_print_file"),
    path("<uuid:public_id>/sheets/<uuid:enrolment_id>/", paper.sheet, name="exam_sheet"),
    path("<uuid:public_id>/sheets/<uuid:enrolment_id>/compare/", paper.compare, name="exam_compare"),
]
