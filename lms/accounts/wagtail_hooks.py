from wagtail import hooks

from . import choosers

hooks.register("construct_page_chooser_queryset", choosers.filter_queryset)
