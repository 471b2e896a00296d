"""A translation that waits for its second reader, built in code."""

from wagtail.rich_text import RichText
from wagtail_localize.models import StringTranslation

from lms.review.submitting import draft_of, submit
from lms.translation import leads
from tests.factories.courses import page_of


def build_waiting_translation(key, texts, by):
    """`texts`: {lead language: a new paragraph, other language: its translation}. The page is published with it in the
    lead language, translated and submitted; returns the translated page."""
    (lead, added), (language, translated) = texts.items()
    page = page_of(key, lead)
    page.body.append(("text", RichText(f"<p>{added}</p>")))
    page.save_revision(user=by).publish()
    target = page_of(key, language)
    translation = leads.translation_of(target)
    segment = translation.source.stringsegment_set.get(string__data=added)
    StringTranslation.objects.create(
        translation_of=segment.string,
        context=segment.context,
        locale=target.locale,
        data=translated,
        last_translated_by=by,
    )
    submit(draft_of(translation, target, by), by)
    return target
