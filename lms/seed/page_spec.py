"""A page to be, whatever its kind: what the files say, ready for the loader."""

import hashlib
import json
from dataclasses import dataclass, field

from django.db import models

from courses.models import Citation, Source


@dataclass
class PageSpec:
    """`texts` holds the translatable field values by language, "en" always; `neutral` those that all share;
    `sources` the keys of the sources that the page cites, in their order."""

    key: str
    parent: str | None
    model: type[models.Model]
    slug: str
    texts: dict[str, dict]
    neutral: dict = field(default_factory=dict)
    sources: tuple[str, ...] = ()

    def fingerprint(self, language):
        """SHA-256 of everything that the page in `language` is made of."""
        shape = {
            "slug": self.slug,
            "texts": self.texts[language],
            "neutral": {name: str(value) for name, value in self.neutral.items()},
            "sources": self.sources,
        }
        return hashlib.sha256(json.dumps(shape, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def values(self, language):
        """Field values for the model: streams as JSON text, as StreamField takes them; new `citations`."""
        merged = {**self.neutral, **self.texts[language]}
        values = {
            name: json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
            for name, value in merged.items()
        }
        return {**values, "citations": self.citations()} if self.sources else values

    def citations(self):
        found = Source.objects.in_bulk(self.sources, field_name="key")
        return [Citation(source=found[key], sort_order=place) for place, key in enumerate(self.sources)]
