"""Reference data and courses from the content files. What exists already stays as staff have it."""

from datetime import date

from certificates.domain.texts import save_text
from courses.domain.currency import review_after
from courses.models import Course, Figure, GlossaryTerm, GuidePair, SharedModule, Source, SupportContact
from lms.accounts.models import Organisation, ProfessionalRole, Region
from lms.core.keys import key_uuid

from .yaml_file import LANGUAGES

CENTER = "center"
CENTER_NAMES = {
    "name_kk": "Ұлттық ресурстық орталық",
    "name_ru": "Национальный ресурсный центр",
    "name_en": "National Resource Center",
}
# When the sources marked `seen: true` were read.
READ_ON = date(2026, 11, 1)


def load_sources(sources):
    """Source rows of sources.yaml; one that nobody has opened yet has no date and is due at once."""
    for key, row in sources.items():
        seen = row["seen"] if isinstance(row["seen"], date) else READ_ON if row["seen"] else None
        source = Source(
            key=key,
            citation_en=row["citation"],
            citation_ru=row.get("citation_ru", ""),
            citation_kk=row.get("citation_kk", ""),
            publisher=row["publisher"],
            year=row["year"],
            url=row.get("url", ""),
            is_national=row.get("national", key.startswith("KZ-")),
            checked_on=seen,
        )
        if not Source.objects.filter(key=key).exists():
            source.next_review = review_after(source, seen) if seen else None
            source.save()


def load_words(reference):
    """Figures, glossary and language guide."""
    for row in reference.get("figures", []):
        source = Source.objects.get(key=row["source"])
        checked = {"checked_on": row["checked_on"], "next_review": review_after(source, row["checked_on"])}
        told = {f"text_{code}": row["text"][code] for code in LANGUAGES}
        values = {"value": str(row["value"]), "as_of": str(row["as_of"]), "source": source, **checked, **told}
        Figure.objects.get_or_create(key=row["key"], defaults=values)
    for row in reference.get("glossary", []):
        texts = {f"{name}_{code}": row[name][code] for name in ("term", "definition") for code in LANGUAGES}
        GlossaryTerm.objects.get_or_create(key=row["key"], defaults={**texts, "confidence": row["confidence"]})
    for place, row in enumerate(reference.get("language-guide", []), 1):
        texts = {f"{name}_{code}": row[name][code] for name in ("avoid", "prefer", "reason") for code in LANGUAGES}
        stems = {f"stems_{code}": "\n".join(row["stems"][code]) for code in LANGUAGES}
        values = {**texts, **stems, "confidence": row["confidence"], "sort_order": place}
        GuidePair.objects.get_or_create(key=row["key"], defaults=values)


def load_reference(reference):
    """Regions, professional roles, the Center, example universities, support contacts."""
    for row in reference.get("regions", []):
        names = {f"name_{code}": row[code] for code in ("kk", "ru", "en")}
        centres = {name: row.get(name) or "" for name in ("centre_kk", "centre_ru")}
        Region.objects.get_or_create(code=row["code"], defaults={**names, **centres})
    for place, row in enumerate(reference.get("roles", []), 1):
        names = {f"name_{code}": row[code] for code in ("kk", "ru", "en")}
        ProfessionalRole.objects.get_or_create(code=row["code"], defaults={**names, "sort_order": place})
    center = center_organisation()
    for row in reference.get("universities", []):
        Organisation.objects.get_or_create(
            key=row["key"],
            defaults={
                "kind": Organisation.Kind.UNIVERSITY,
                "region_id": row["region"],
                "is_example": row.get("example", True),
                **{f"name_{code}": row.get(code) or "" for code in ("kk", "ru", "en")},
            },
        )
    for place, row in enumerate(reference.get("support-contacts", []), 1):
        SupportContact.objects.get_or_create(
            key=row["key"],
            defaults={
                "contact": row.get("number") or row["address"],
                "checked_on": row["checked_on"],
                "sort_order": place,
                **{f"label_{code}": row["label"][code] for code in ("kk", "ru", "en")},
                **{f"note_{code}": row["note"][code] for code in ("kk", "ru", "en")},
            },
        )
    return center


def center_organisation():
    center, _ = Organisation.objects.get_or_create(
        key=CENTER, defaults={"kind": Organisation.Kind.CENTER, **CENTER_NAMES}
    )
    return center


def organisation_of(course, center):
    """The organisation that a course file names, or the Center."""
    key = course.data.get("organisation")
    return Organisation.objects.get(key=key) if key else center


def load_course(course, organisation):
    """The Course row of a course file with the modules it shares."""
    data = course.data
    record, created = Course.objects.get_or_create(
        key=data["key"],
        defaults={
            "organisation": organisation,
            "hours": data["hours"],
            "minutes_per_hour": data["minutes_per_hour"],
            "format": data.get("format", "blended"),
            "policy": [_rule(rule) for rule in data["policy"]],
            **{f"title_{code}": data["title"][code] for code in ("kk", "ru", "en")},
        },
    )
    if created:
        SharedModule.objects.bulk_create(
            SharedModule(course=record, module_key=key_uuid(key), sort_order=place)
            for place, key in enumerate(data.get("shared_days", []), 1)
        )
    if data["certificate"]:
        save_text(record, data["certificate"])
    return record


def _rule(rule):
    """A rule of the file with the unit's key as its pages have it."""
    rule = dict(rule)
    if "unit" in rule:
        rule["unit"] = str(key_uuid(rule["unit"]))
    return rule
