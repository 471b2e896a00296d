"""One name for one thing in every language: the keys of content files as UUIDs."""

from uuid import NAMESPACE_URL, UUID, uuid5

NAMESPACE = uuid5(NAMESPACE_URL, "https://nrc.enu.kz/lms/content")


def key_uuid(key: str) -> UUID:
    """The `translation_key` of the pages that the content file calls `key`, such as "d02-l1"."""
    return uuid5(NAMESPACE, key)
