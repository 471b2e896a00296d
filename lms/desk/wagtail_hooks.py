"""What this app registers with Wagtail."""

from wagtail import hooks
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel

from .work import WorkPanel


@hooks.register("construct_homepage_panels")
def work_first(request, panels):
    """The person's work, in the place of Wagtail's list of reviews, which asks the database for each of them."""
    panels[:] = [WorkPanel(), *(panel for panel in panels if not isinstance(panel, WorkflowObjectsToModeratePanel))]
