"""Who could see the key of a question outside an attempt (S-17)."""

from django.utils import timezone

from ..models.bank import KeyView


def saw_key(user, questions):
    """Notes that `user` has a screen or file with the keys of these questions (or their ids) before them.

    The first time counts: a key once seen stays known.
    """
    ids = {getattr(question, "pk", question) for question in questions}
    known = set(KeyView.objects.filter(user=user, question__in=ids).values_list("question", flat=True))
    if new := ids - known:
        now = timezone.now()
        rows = [KeyView(user=user, question_id=pk, seen_at=now) for pk in sorted(new)]
        KeyView.objects.bulk_create(rows, ignore_conflicts=True)
