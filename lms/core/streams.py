"""The words of a StreamField, whatever its blocks."""


def strings_of(stream):
    """Every text in the stream in reading order, rich text with its tags; ids and empty texts are left out."""
    return list(walk(list(getattr(stream, "raw_data", stream))))


def walk(value):
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in {"id", "type"}:
                yield from walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner)
    elif isinstance(value, str) and value:
        yield value
