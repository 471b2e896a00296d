"""What a trainer's edition is made of: the 90 minutes of a session, for trainers alone.

No block of this file ever stands in a learner's page, on the projected screen, in a handout or in the search.
"""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .blocks import PROSE


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    minutes = blocks.IntegerBlock(label=_("Minutes"), min_value=1, max_value=90)
    text = blocks.RichTextBlock(label=_("What the trainer does and says"), features=PROSE)

    class Meta:
        icon = "time"
        label = _("Step of the session")
        description = _("A part of the 90 minutes; the minutes of all steps add up to 90.")
        template = "blocks/step.html"
        preview_value = {
            "title": "Arrive and name the day",
            "minutes": 10,
            "text": "<p>Everybody says one word for how they come in.</p>",
        }


class RoleCardBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Who"), max_length=120)
    text = blocks.RichTextBlock(label=_("Card, in the second person"), features=PROSE)

    class Meta:
        icon = "user"
        label = _("Role card")
        description = _("A card to print and hand out: what this person knows, wants, and does not say.")
        template = "blocks/role_card.html"
        preview_value = {
            "title": "Gulnar, case manager",
            "text": "<p>You have met the family once. You want to listen before you plan.</p>",
        }


class AnswersBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("What is said, and what to answer"), features=PROSE)

    class Meta:
        icon = "comment"
        label = _("Likely answers")
        description = _("What people often say, and what a trainer can answer.")
        template = "blocks/answers.html"
        preview_value = {
            "title": "What people often say",
            "text": "<ul><li>“Children forget.” Ask what the child does at night.</li></ul>",
        }


class CareBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=PROSE)

    class Meta:
        icon = "warning"
        label = _("Care in the room")
        description = _("What to do in this session if it becomes too much for somebody. One in each session.")
        template = "blocks/care.html"
        preview_value = {
            "title": "If somebody leaves the room",
            "text": "<p>The second trainer goes after them. Nobody is asked why.</p>",
        }


EDITION_BLOCKS = [
    ("step", StepBlock()),
    ("role_card", RoleCardBlock()),
    ("answers", AnswersBlock()),
    ("care", CareBlock()),
]
