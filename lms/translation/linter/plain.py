"""Rich text without its tags, every other character in its place."""

import re

TAG = re.compile(r"<[^<>]*>")
ENTITY = re.compile(r"&(?:[a-z]+|#\d+);", re.IGNORECASE)
END = "\x1e"
ITALIC = re.compile(r"<(i|em)>.*?</\1>", re.DOTALL)


def blanked(text):
    """`text` of the same length: inline tags become spaces, and so do entities; the end of a paragraph or list item
    becomes END, which no pattern or quotation crosses."""

    def space(match):
        tag = match.group()
        end = END if re.match(r"</?(?:p|li|ul|ol|br)\b", tag) else " "
        return end + " " * (len(tag) - 1)

    return ENTITY.sub(lambda match: " " * len(match.group()), TAG.sub(space, text))


def italics(text):
    """(start, end) of everything in italics."""
    return [match.span() for match in ITALIC.finditer(text)]
