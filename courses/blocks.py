"""What a lesson is made of. Each block has an icon, a description, a preview and a template of its own;
how the seed's files map to them is told in docs/content-format.md."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from lms.core import video
from lms.core.blocks import INLINE, HeadingBlock, QuoteBlock, TextBlock
from lms.core.drawings import drawings, label

from .enums import ContentNoteLevel, Tone

PROSE = ["bold", "italic", "link", "ol", "ul"]


class KeyPointsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    points = blocks.ListBlock(blocks.RichTextBlock(features=INLINE, label=_("Point")), label=_("Points"))

    class Meta:
        icon = "list-ul"
        label = _("Key points")
        description = _("Three to six sentences to take along.")
        template = "blocks/key_points.html"
        preview_value = {"title": "", "points": ["<p>Name the act, not the person.</p>", "<p>One rule for all.</p>"]}


class CalloutBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(label=_("Tone"), choices=Tone.choices, default=Tone.NOW)
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=PROSE)

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        description = _("Something to notice: a rule, a good habit, a risk.")
        template = "blocks/callout.html"
        preview_value = {"tone": "now", "title": "Before you write", "text": "<p>Would you read it aloud?</p>"}


class ContentNoteBlock(blocks.StructBlock):
    """Says what follows and how long it is; the text stays closed until opened, and skipping it costs nothing."""

    level = blocks.ChoiceBlock(
        label=_("Level"), choices=ContentNoteLevel.choices[1:], default=ContentNoteLevel.MENTIONS
    )
    note = blocks.CharBlock(label=_("What follows, in one neutral sentence"), max_length=240)
    minutes = blocks.IntegerBlock(label=_("Minutes"), min_value=1, max_value=30)
    text = blocks.RichTextBlock(label=_("Text that stays closed"), features=PROSE)
    summary = blocks.RichTextBlock(label=_("Summary for those who skip it"), features=PROSE)

    class Meta:
        icon = "view"
        label = _("Content note")
        description = _("Announces a text that may be hard to read; it stays closed until opened.")
        template = "blocks/content_note.html"
        preview_value = {
            "level": "2",
            "note": "An account of a difficult evening, sixty words, no injuries.",
            "minutes": 1,
            "text": "<p>The account.</p>",
            "summary": "<p>A child could not sleep; an adult stayed near.</p>",
        }


class CaseBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=PROSE)

    class Meta:
        icon = "user"
        label = _("Fictional case")
        description = _("An episode of the fictional family. The page says that it is fictional.")
        template = "blocks/case.html"
        preview_value = {"title": "Nine in the evening", "text": "<p>Marat reads the chat twice.</p>"}


class ActivityBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    minutes = blocks.IntegerBlock(label=_("Minutes"), min_value=1, max_value=90)
    format = blocks.ChoiceBlock(
        label=_("Format"),
        choices=[("alone", _("alone")), ("pairs", _("in pairs")), ("group", _("in a group"))],
        default="alone",
    )
    text = blocks.RichTextBlock(label=_("Instructions"), features=PROSE)
    derole = blocks.TextBlock(
        label=_("Stepping out of the role"), required=False, help_text=_("Needed for every role play.")
    )

    class Meta:
        icon = "edit"
        label = _("Activity")
        description = _("Something to do, alone or together.")
        template = "blocks/activity.html"
        preview_value = {"title": "Component hunt", "minutes": 10, "format": "pairs", "text": "<p>Read and mark.</p>"}


class BranchChoiceBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Choice"))
    reply = blocks.TextBlock(label=_("What happens then"))
    tone = blocks.ChoiceBlock(label=_("Tone"), choices=Tone.choices, default=Tone.NOW)

    class Meta:
        icon = "radio-empty"
        label = _("Choice")


class BranchBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    prompt = blocks.TextBlock(label=_("Situation"))
    choices = blocks.ListBlock(BranchChoiceBlock(), label=_("Choices"), min_num=2)

    class Meta:
        icon = "rotate"
        label = _("Branching choice")
        description = _("A situation with choices; each shows what it leads to. Nothing is scored or kept.")
        template = "blocks/branch.html"
        preview_value = {
            "title": "What do you write first?",
            "prompt": "It is 21:40.",
            "choices": [
                {"text": "Thank you, come and see me tomorrow.", "reply": "There is a place to talk.", "tone": "good"},
                {"text": "I will explain everything.", "reply": "The story belongs to the child.", "tone": "warn"},
            ],
        }


class DrawingInput(forms.TextInput):
    """Offers the names of the drawings with a label each. A name that is none of them may stand there all the same:
    what was written once does not get lost when its drawing goes."""

    def render(self, name, value, attrs=None, renderer=None):
        names = f"{(attrs or {}).get('id', name)}-names"
        field = super().render(name, value, {**(attrs or {}), "list": names}, renderer)
        options = format_html_join("", '<option value="{}">{}</option>', ((one, label(one)) for one in drawings()))
        return format_html('{}<datalist id="{}">{}</datalist>', field, names, options)


class DrawingBlock(blocks.RegexBlock):
    """The name of a drawing. To migrations it is the text that it is stored as."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.field.widget = DrawingInput()

    def deconstruct(self):
        return ("wagtail.blocks.RegexBlock", *super().deconstruct()[1:])


class FigureBlock(blocks.StructBlock):
    """A picture uploaded by an editor, or a drawing shipped with the code (`static/lms/drawings/<drawing>.svg`)."""

    image = ImageChooserBlock(label=_("Image"), required=False)
    drawing = DrawingBlock(
        regex=r"^[a-z0-9-]*$",
        label=_("Drawing"),
        required=False,
        help_text=_("Name of a drawing shipped with the site."),
    )
    alt = blocks.CharBlock(label=_("Alternative text"), max_length=400)
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=300)

    class Meta:
        icon = "image"
        label = _("Figure")
        description = _("A drawing or picture that explains, with its alternative text.")
        template = "blocks/figure.html"
        preview_value = {
            "drawing": "",
            "alt": "Three waves that grow smaller",
            "caption": "Calm does not end the waves.",
        }


class CaptionTrackBlock(blocks.StructBlock):
    language = blocks.ChoiceBlock(
        label=_("Language"), choices=[("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
    )
    file = DocumentChooserBlock(label=_("Captions (.vtt)"))

    class Meta:
        icon = "openquote"
        label = _("Captions")


class VideoAddressBlock(blocks.URLBlock):
    """The page of a video at a host that we know."""

    def clean(self, value):
        value = super().clean(value)
        if value and video.player(value) is None:
            hosts = ", ".join(name for _pattern, name, _host, _path in video.HOSTS)
            raise ValidationError(_("Give an address at one of these hosts: %(hosts)s."), params={"hosts": hosts})
        return value


class VideoBlock(blocks.StructBlock):
    """An own file, or an embed that loads only on a click; captions and transcript go with it."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    file = DocumentChooserBlock(label=_("Video file"), required=False)
    embed = VideoAddressBlock(label=_("Address of a video"), required=False)
    minutes = blocks.IntegerBlock(label=_("Minutes"), min_value=1, max_value=120)
    captions = blocks.ListBlock(CaptionTrackBlock(), label=_("Captions"), default=[])
    transcript = blocks.RichTextBlock(label=_("Transcript"), features=PROSE)

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("A video with captions and a transcript.")
        template = "blocks/video.html"
        preview_value = {"title": "The open door", "minutes": 6, "captions": [], "transcript": "<p>Hello.</p>"}


class DownloadBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(label=_("Title"), max_length=160)
    description = blocks.CharBlock(label=_("Description"), required=False, max_length=240)

    class Meta:
        icon = "download"
        label = _("Download")
        description = _("A file to keep.")
        template = "blocks/download.html"
        preview_value = {"title": "First ten minutes: a pocket card", "description": "One page"}


class TermBlock(blocks.StructBlock):
    term = blocks.CharBlock(label=_("Term"), max_length=120)
    definition = blocks.TextBlock(label=_("Definition"))

    class Meta:
        icon = "help"
        label = _("Glossary term")
        description = _("A word of the field with its meaning.")
        template = "blocks/term.html"
        preview_value = {"term": "stigma", "definition": "A mark that lowers a person in the eyes of others."}


class PauseBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=PROSE)

    class Meta:
        icon = "time"
        label = _("Self-care pause")
        description = _("A short rest. Nothing is asked and nothing is kept.")
        template = "blocks/pause.html"
        preview_value = {"title": "A short pause", "text": "<p>Put both feet on the floor.</p>"}


LESSON_BLOCKS = [
    ("heading", HeadingBlock()),
    ("text", TextBlock()),
    ("key_points", KeyPointsBlock()),
    ("callout", CalloutBlock()),
    ("content_note", ContentNoteBlock()),
    ("case", CaseBlock()),
    ("activity", ActivityBlock()),
    ("branch", BranchBlock()),
    ("quote", QuoteBlock()),
    ("figure", FigureBlock()),
    ("video", VideoBlock()),
    ("download", DownloadBlock()),
    ("term", TermBlock()),
    ("pause", PauseBlock()),
]
