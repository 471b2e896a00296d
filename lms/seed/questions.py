"""Questions of the content files in the bank: what is new or changed in a file is written, an editor's change stays."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from taggit.models import Tag

from assessments.domain.bank import save_question
from assessments.models import Objective, Question, QuestionTag, QuestionVersion
from assessments.questions import KINDS
from courses.models import Source

from .models import LoadedRecord, fingerprint


@dataclass
class QuestionSpec:
    """A question as a file has it; `objective` is the key of one, `sources` keys of sources.yaml."""

    key: str
    kind: str
    level: str
    body: dict
    texts: dict
    outcome: int | None = None
    objective: str | None = None
    content_note: int = 0
    must_pass: bool = False
    training: bool = False
    sources: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    @property
    def sha256(self):
        return fingerprint(vars(self))


def question_spec(item, languages, **more):
    """The QuestionSpec of an item of any content file; `more` holds the fields that its family decides."""
    body, texts = KINDS[item["kind"]].split(item, languages)
    return QuestionSpec(
        key=item["key"],
        kind=item["kind"],
        level=item["level"],
        body=body,
        texts=texts,
        outcome=item.get("outcome"),
        content_note=item.get("content_note", 0),
        must_pass="must_pass" in item,
        sources=item.get("sources", []),
        **more,
    )


def load_objectives(rows):
    """Objective rows of (key, key of the parent or None, titles), parents first; those that exist stay as they are."""
    rows = list(rows)
    found = Objective.objects.in_bulk([key for key, _parent, _titles in rows], field_name="key")
    for key, parent, titles in rows:
        if key not in found:
            found[key] = Objective.objects.create(key=key, parent=found.get(parent), titles=dict(titles))
    return found


def load_questions(specs, organisation, objectives=None):
    """Writes what the files changed since the last load; returns the keys of questions that an editor changed.

    One transaction a question, so that an interrupted load goes on where it stopped. When nothing changed the number
    of queries does not depend on the number of questions.
    """
    keys = [spec.key for spec in specs]
    records = LoadedRecord.objects.in_bulk(keys, field_name="key")
    standing = {row["key"]: row for row in current(keys)}
    changed, kept = [], []
    for spec in specs:
        record, row = records.get(spec.key), standing.get(spec.key)
        if row and (state_of(row) != record.state if record else row["latest_revision"] or row["by_hand"]):
            kept.append(spec.key)
        elif record is None or row is None or record.sha256 != spec.sha256:
            changed.append(spec)
    if changed:
        sources = Source.objects.in_bulk({key for spec in changed for key in spec.sources}, field_name="key")
        tags = tags_named({name for spec in changed for name in spec.tags})
        for spec in changed:
            with transaction.atomic():
                write(spec, organisation, objectives or {}, sources, tags)
    return kept


def current(keys):
    """What stands in the bank under these keys; `by_hand`: somebody has written a version of it."""
    versions = QuestionVersion.objects.filter(question=OuterRef("pk"))
    return (
        Question.objects.filter(key__in=keys)
        .annotate(
            version=Subquery(versions.order_by("-number").values("pk")[:1]),
            by_hand=Exists(versions.filter(created_by__isnull=False)),
        )
        .order_by("key")
        .values("key", "latest_revision", "version", "by_hand")
    )


def state_of(row):
    return f"{row['version']}/{row['latest_revision']}"


def tags_named(names):
    found = {tag.name: tag for tag in Tag.objects.filter(name__in=names)}
    return found | {name: Tag.objects.create(name=name) for name in sorted(names - found.keys())}


def write(spec, organisation, objectives, sources, tags):
    version = save_question(
        spec.key,
        kind=spec.kind,
        organisation=organisation,
        level=spec.level,
        outcome=spec.outcome,
        body=spec.body,
        texts=spec.texts,
    )
    question = version.question
    Question.objects.filter(pk=question.pk).update(
        level=spec.level,
        outcome=spec.outcome,
        objective=objectives[spec.objective] if spec.objective else None,
        content_note=spec.content_note,
        must_pass=spec.must_pass,
        training=spec.training,
    )
    question.sources.set([sources[key] for key in spec.sources])
    question.sources.commit()
    QuestionTag.objects.filter(content_object=question).delete()
    QuestionTag.objects.bulk_create(QuestionTag(content_object=question, tag=tags[name]) for name in spec.tags)
    (row,) = current([spec.key])
    LoadedRecord.objects.update_or_create(key=spec.key, defaults={"sha256": spec.sha256, "state": state_of(row)})
