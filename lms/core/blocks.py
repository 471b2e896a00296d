"""Blocks that any page may use."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

PROSE = ["bold", "italic", "link", "ol", "ul"]
INLINE = ["bold", "italic", "link"]


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Text"), max_length=160)
    level = blocks.ChoiceBlock(
        label=_("Level"), choices=[("h2", _("Heading")), ("h3", _("Smaller heading"))], default="h2"
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("Divides the text; readers jump from heading to heading.")
        template = "blocks/heading.html"
        preview_value = {"text": "What changes in a class", "level": "h2"}


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        kwargs.setdefault("features", PROSE)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("One paragraph or one list.")
        template = "blocks/text.html"
        preview_value = "<p>One paragraph that a tired person can read on a phone.</p>"


class FactBlock(blocks.StructBlock):
    value = blocks.CharBlock(label=_("Value"), max_length=40)
    label = blocks.CharBlock(label=_("Label"), max_length=120)

    class Meta:
        icon = "order"
        label = _("Fact")
        description = _("A number or word with what it stands for.")
        template = "blocks/fact.html"
        preview_value = {"value": "10", "label": "days"}


class AudienceBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=80)
    text = blocks.TextBlock(label=_("Text"))

    class Meta:
        icon = "group"
        label = _("Audience")
        description = _("A group of readers and what the course gives them.")
        template = "blocks/audience.html"
        preview_value = {"title": "Psychologists", "text": "When to listen, when to refer, and to whom."}


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Text"))
    who = blocks.CharBlock(label=_("Who says it"), required=False, max_length=160)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        description = _("A sentence to keep.")
        template = "blocks/quote.html"
        preview_value = {"text": "Ask less why, and more what would help.", "who": "Working rule of the course"}
