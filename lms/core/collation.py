"""Rows in the alphabetical order of Kazakh, Russian or English, and texts found however they are written.

On PostgreSQL, and on SQLite, whose own functions know Latin letters alone.
"""

from django.db.backends.signals import connection_created
from django.db.models import CharField, F, Func, TextField, Transform, Value
from django.db.models.functions import Coalesce, Collate, NullIf
from django.utils.translation import get_language

from .folding import ALPHABETS, PLAIN_PAIRS, plain, sort_key


class Alphabetical(Func):
    """A text in the order of the alphabet of `language`; the code points of ә, ғ, қ, ң, ө, ұ, ү, һ, і come after я.

    >>> people.order_by(Alphabetical("profile__family_name", "kk"))
    """

    def __init__(self, expression, language):
        super().__init__(expression)
        self.language = language

    def as_sql(self, compiler, connection):
        return self._collated(compiler, connection, f"lms_{self.language}")

    def as_postgresql(self, compiler, connection):
        return self._collated(compiler, connection, f"{self.language}-x-icu")

    def _collated(self, compiler, connection, collation):
        return compiler.compile(Collate(self.source_expressions[0], collation))


class ByName(Func):
    """The trilingual `<name>_<language>` in the reader's language, or the Kazakh one where it is empty, by alphabet.

    The language is read when the query is made, so that it may stand in a model's `ordering`.
    """

    def __init__(self, name="name"):
        super().__init__(*(F(f"{name}_{language}") for language in ALPHABETS))

    def resolve_expression(self, query=None, allow_joins=True, reuse=None, summarize=False, for_save=False):
        language = (get_language() or "kk")[:2]
        texts = dict(zip(ALPHABETS, self.source_expressions, strict=True))
        expression = Alphabetical(Coalesce(NullIf(texts[language], Value("")), texts["kk"]), language)
        return expression.resolve_expression(query, allow_joins, reuse, summarize, for_save)


@CharField.register_lookup
@TextField.register_lookup
class Plain(Transform):
    """A text as `folding.plain` makes it, to look for plain words in.

    >>> people.filter(profile__family_name__plain__contains=plain("Қанат"))
    """

    lookup_name = "plain"
    function = "lms_plain"

    def as_postgresql(self, compiler, connection):
        kazakh, russian = PLAIN_PAIRS
        template = f"translate(lower(%(expressions)s COLLATE \"und-x-icu\"), '{kazakh}', '{russian}')"
        return self.as_sql(compiler, connection, template=template)


def compare(language):
    def compared(one, other):
        first, second = sort_key(one, language), sort_key(other, language)
        return (first > second) - (first < second)

    return compared


def teach_alphabets(sender, connection, **kwargs):
    """Gives a new SQLite connection our orders and letters; PostgreSQL has its own."""
    if connection.vendor == "sqlite":
        for language in ALPHABETS:
            connection.connection.create_collation(f"lms_{language}", compare(language))
        connection.connection.create_function(
            "lms_plain", 1, lambda text: None if text is None else plain(str(text)), deterministic=True
        )


def connect():
    connection_created.connect(teach_alphabets, dispatch_uid="core_teach_alphabets")
