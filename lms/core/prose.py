"""Rich text as readers get it: only the elements that our editor offers, whatever stands in the database (S-12)."""

import re

from django.utils.safestring import mark_safe
from wagtail.rich_text import expand_db_html
from wagtail.whitelist import Whitelister, allow_without_attributes, attribute_rule, check_url

PLAIN = ("p", "b", "strong", "i", "em", "ol", "ul", "li", "br")
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
TAG = re.compile(r"<[^>]*>?")
KNOWN_TAG = re.compile(
    rf'</?(?:{"|".join(PLAIN)})/?>|</a>|<a linktype="page" id="\d+">|<a href="(?:https?://|mailto:|tel:|/|#)[^"<>]*">'
)


class Prose(Whitelister):
    element_rules = {
        "[document]": allow_without_attributes,
        "a": attribute_rule({"href": check_url, "linktype": True, "id": True}),
        **dict.fromkeys(PLAIN, allow_without_attributes),
    }


def render(source):
    """HTML of a rich text kept as `source`. Text that holds anything unknown is taken apart and cleaned first."""
    source = BLOCK_KEY.sub("", source)
    if not all(KNOWN_TAG.fullmatch(tag) for tag in TAG.findall(source)):
        source = Prose().clean(source)
    return mark_safe(expand_db_html(source))
