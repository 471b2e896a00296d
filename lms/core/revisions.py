"""What an editor writes in a revision, apart from bookkeeping and from what the editor itself adds."""

import json
import re

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import COMMENTS_RELATION_NAME, Page

# What the reader or the address of a page shows of Wagtail's own fields; the rest is bookkeeping and comments.
SHOWN = {"title", "slug", "seo_title", "search_description", "show_in_menus", "go_live_at", "expire_at"}
# Names that Wagtail's editor gives to paragraphs, also when somebody only opens a text that came from a file.
PARAGRAPH_KEY = re.compile(r' data-block-key=\\?"[^"\\]*\\?"')


def text_of(content):
    """The part of a revision's content that an editor writes; comments and bookkeeping are left out."""
    bookkeeping = {field.name for field in Page._meta.get_fields()} - SHOWN | {"pk", "page_ptr"}
    return {name: without_keys(value) for name, value in content.items() if name not in bookkeeping}


def without_keys(value):
    return PARAGRAPH_KEY.sub("", value) if isinstance(value, str) else value


def content_of(record):
    """What a revision of the record as it stands would hold."""
    return json.loads(json.dumps(record.serializable_data(), cls=DjangoJSONEncoder))


def adds_nothing(page, revision):
    """Whether a new revision of the page would say what this one says, comments among it."""
    new, old = content_of(page), revision.content
    same_comments = new.get(COMMENTS_RELATION_NAME, []) == old.get(COMMENTS_RELATION_NAME, [])
    return same_comments and text_of(new) == text_of(old)
