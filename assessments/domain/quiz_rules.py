"""What the rules of a quiz mean, in words for its author: a summary, and what to look at before anybody takes it."""

from collections import namedtuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..enums import Feedback, Moment, Purpose
from ..models.bank import Question
from ..models.quiz import QuizItem, QuizSlot
from . import drawing

Need = namedtuple("Need", "slot number needs has")


def summary(quiz):
    """A list of sentences."""
    return [
        sentence for tell in (_questions, _passing, _attempts, _time, _shuffling, _feedback) for sentence in tell(quiz)
    ]


def _questions(quiz):
    fixed, drawn = quiz.items.count(), sum(slot.count for slot in quiz.slots.all())
    yield ngettext("%d question.", "%d questions.", fixed + drawn) % (fixed + drawn)
    if drawn:
        yield ngettext(
            "%(count)d of them is drawn at random for every attempt.",
            "%(count)d of them are drawn at random for every attempt.",
            drawn,
        ) % {"count": drawn}
    if forms := sorted({item.form for item in quiz.items.all()} - {""}):
        yield _("It has forms: %(forms)s. Each attempt gets the questions of one form.") % {"forms": ", ".join(forms)}


def _passing(quiz):
    yield _("It is passed with %(percent)d percent of the points.") % {"percent": quiz.pass_percent}
    if quiz.must_pass_right:
        yield ngettext(
            "Besides, %(count)d must-pass question has to be right.",
            "Besides, %(count)d must-pass questions have to be right.",
            quiz.must_pass_right,
        ) % {"count": quiz.must_pass_right}
    if quiz.negative_marking:
        yield _("Wrong answers cost points.")


def _attempts(quiz):
    if quiz.max_attempts is None:
        yield _("It may be taken as often as one likes.")
    else:
        yield ngettext("%d attempt.", "%d attempts.", quiz.max_attempts) % quiz.max_attempts
    if quiz.max_attempts == 1:
        return
    if quiz.wait_hours:
        yield (
            ngettext("At least %d hour between attempts.", "At least %d hours between attempts.", quiz.wait_hours)
            % quiz.wait_hours
        )
    yield _("What counts: %(counted)s.") % {"counted": quiz.get_counted_display()}


def _time(quiz):
    if quiz.time_limit is None:
        yield _("There is no time limit.")
        return
    yield ngettext("%d minute.", "%d minutes.", quiz.time_limit) % quiz.time_limit
    if quiz.grace_seconds:
        yield (
            ngettext(
                "Answers on their way are taken for %d second more.",
                "Answers on their way are taken for %d seconds more.",
                quiz.grace_seconds,
            )
            % quiz.grace_seconds
        )


def _shuffling(quiz):
    if quiz.shuffle_items:
        yield _("The questions stand in another order for everybody.")
    if quiz.shuffle_options:
        yield _("The options stand in another order for everybody.")


def _feedback(quiz):
    for moment in Moment:
        things = [str(thing.label) for thing in Feedback if thing.value in quiz.feedback.get(moment.value, [])]
        if things:
            yield _("Shown %(moment)s: %(things)s.") % {"moment": moment.label, "things": ", ".join(things)}


def needs(quiz):
    """For each slot how many questions it needs and how many it has, the fixed ones left out."""
    slots = list(QuizSlot.objects.filter(quiz=quiz).select_related("objective"))
    if not slots:
        return []
    fitting = _fitting(quiz, slots)
    counts = [sum(number in numbers for numbers in fitting.values()) for number in range(len(slots))]
    return [
        Need(slot, number, slot.count, has) for number, (slot, has) in enumerate(zip(slots, counts, strict=True), 1)
    ]


def _fitting(quiz, slots):
    fixed = QuizItem.objects.filter(quiz=quiz).values("question")
    return drawing.fits(slots, list(drawing.candidates(quiz).exclude(pk__in=fixed)))


def warnings(quiz):
    """A list of sentences; empty when nothing stands in the way."""
    looks = (_look_at_sources, _look_at_slots, _look_at_items, _look_at_exam)
    return [sentence for look in looks for sentence in look(quiz)]


def _look_at_sources(quiz):
    if not QuizSlot.objects.filter(quiz=quiz).exists():
        return
    waiting = drawing.in_bank([quiz.organisation_id]).filter(pk__in=Question.objects.suspended()).count()
    if waiting:
        yield (
            ngettext(
                "%d question of the bank is not drawn until it is checked: its source has changed.",
                "%d questions of the bank are not drawn until they are checked: their sources have changed.",
                waiting,
            )
            % waiting
        )


def _look_at_slots(quiz):
    rows = needs(quiz)
    short = [row for row in rows if row.has < row.needs]
    for row in short:
        yield _("Slot %(number)d needs %(needs)d, the bank has %(has)d.") % row._asdict()
    if rows and not short:
        slots = [row.slot for row in rows]
        fitting = _fitting(quiz, slots)
        places = drawing.Places([slot.count for slot in slots], fitting)
        places.take(list(fitting))
        if not places.are_full:
            yield _("Each slot has enough questions, but they are the same ones: together they do not suffice.")


def _look_at_items(quiz):
    items = list(QuizItem.objects.filter(quiz=quiz).select_related("question"))
    asked = {item.pk for item in drawing.fixed_items(quiz, None)}
    suspended = set(Question.objects.suspended().values_list("pk", flat=True))
    for item in items:
        if item.question_id in suspended:
            yield _("“%(question)s” is left out of new attempts until it is checked: its source has changed.") % {
                "question": item.question
            }
        elif item.pk not in asked:
            yield _("“%(question)s” is not asked: it is no live question, or only people can mark it.") % {
                "question": item.question
            }
    if not items and not QuizSlot.objects.filter(quiz=quiz).exists():
        yield _("The quiz has no questions yet.")
    sure = sum(item.question.must_pass for item in items if item.pk in asked)
    possible = drawing.candidates(quiz).filter(must_pass=True).exclude(pk__in=[item.question_id for item in items])
    if quiz.must_pass_right and quiz.must_pass_right > sure + (possible.count() if quiz.slots.exists() else 0):
        yield _("More must-pass questions have to be right than it has.")


def _look_at_exam(quiz):
    if quiz.purpose != Purpose.EXAM:
        return
    early = {thing for moment in (Moment.DURING, Moment.SUBMITTED) for thing in quiz.feedback.get(moment.value, [])}
    if early & {Feedback.CORRECTNESS.value, Feedback.ANSWER.value, Feedback.EXPLANATION.value}:
        yield _("Answers are told before the exam has closed for everybody.")
    if quiz.max_attempts is None:
        yield _("An exam without a limit of attempts.")
    specimens = quiz.items.filter(question__training=True).count()
    if specimens:
        yield (
            ngettext(
                "%d question is a specimen that everybody may read: a real exam refuses to open.",
                "%d questions are specimens that everybody may read: a real exam refuses to open.",
                specimens,
            )
            % specimens
        )
