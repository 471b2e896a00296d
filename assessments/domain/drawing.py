"""Drawing the questions of one attempt: fixed ones, and random ones for the slots of a blueprint."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from ..enums import Purpose
from ..models.attempt import Attempt, AttemptItem
from ..models.bank import KeyView, Objective, Question, QuestionTag, QuestionVersion
from ..models.quiz import Quiz, QuizItem, QuizSlot
from ..questions import marked_by_software
from . import crosswise
from .errors import BankTooSmall, SpecimenInExam
from .feedback import tells_key


@dataclass(frozen=True)
class Drawn:
    """A question of an attempt. `section` is the section's position in the quiz, or None."""

    version: QuestionVersion
    points: Decimal
    section: int | None
    must_pass: bool


@dataclass(frozen=True)
class History:
    """Ids of questions that somebody was asked before, was shown with the key, could see in the editor."""

    asked: frozenset[int]
    told: frozenset[int]
    viewed: frozenset[int]

    def rank(self, pk):
        """Smaller is better to ask."""
        return 3 * (pk in self.told) + 2 * (pk in self.viewed) + (pk in self.asked)


def draw(quiz, user, *, form="", rng):
    """The questions of one attempt of `user` in the order asked, as a list of Drawn.

    The fixed ones of the `form` and of all forms; for each slot as many live questions of the quiz's organisation as
    it asks for, none of them twice; nothing that is suspended. Those never asked come first, then those asked before,
    then those whose key this person could see. In an exam nothing is drawn whose key the person was shown, and on a
    real site no specimen.
    `rng` is a `random.Random`. The number of queries does not depend on the number of slots.
    Raises BankTooSmall, SpecimenInExam.
    """
    fixed = list(fixed_items(quiz, form).select_related("question", "section"))
    slots = list(QuizSlot.objects.filter(quiz=quiz).select_related("section"))
    chosen = fill(quiz, slots, fixed, history(user), rng) if slots else []
    versions = current_versions([item.question_id for item in fixed] + [pk for pks in chosen for pk in pks])
    places = [(item.section, item.position, item.points, [item.question_id]) for item in fixed]
    places += [(slot.section, slot.position, slot.points, pks) for slot, pks in zip(slots, chosen, strict=True)]
    drawn = arranged(quiz, places, versions, rng)
    refuse_specimens(quiz, [one.version.question.training for one in drawn])
    if drawn and quiz.must_pass_right and sum(one.must_pass for one in drawn) < quiz.must_pass_right:
        raise BankTooSmall
    return drawn


def fixed_items(quiz, form=""):
    """The fixed questions of a form (None: of all) that learners are asked: live ones that software can mark, but
    those that wait for a check since their source changed."""
    asked = {"question__live": True, "question__kind__in": marked_by_software(), "question__versions__isnull": False}
    rows = QuizItem.objects.filter(quiz=quiz, **asked).exclude(question__in=Question.objects.suspended()).distinct()
    return rows if form is None else rows.filter(form__in={"", form})


def arranged(quiz, places, versions, rng):
    """Section by section in the order of the quiz; shuffled within a section where the quiz says so."""
    sections = defaultdict(list)
    for section, _position, points, pks in sorted(places, key=lambda place: place[1]):
        number = section.position if section else None
        sections[number] += [
            Drawn(versions[pk], points, number, versions[pk].question.must_pass) for pk in pks if pk in versions
        ]
    for drawn in sections.values():
        if quiz.shuffle_items:
            rng.shuffle(drawn)
    return [one for number in sorted(sections, key=lambda number: number or 0) for one in sections[number]]


def current_versions(pks):
    """The newest QuestionVersion by question id."""
    newest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number").values("pk")[:1]
    current = Question.objects.filter(pk__in=pks).annotate(current=Subquery(newest)).values("current")
    rows = QuestionVersion.objects.filter(pk__in=current).select_related("question")
    return {row.question_id: row for row in rows}


def is_live_exam(quiz):
    """Whether this decides certificates on a real site, where nothing may be asked that stands in the source (S-17)."""
    return quiz.purpose == Purpose.EXAM and not settings.DEBUG and not settings.LMS_TRAINING_EXAMS


def refuse_specimens(quiz, training):
    if is_live_exam(quiz) and any(training):
        raise SpecimenInExam


def history(user):
    """The History of somebody, over all quizzes; of nobody (None) for a form that is printed for whoever comes."""
    if user is None:
        return History(frozenset(), frozenset(), frozenset())
    now = timezone.now()
    asked = AttemptItem.objects.filter(attempt__enrolment__user=user).order_by()
    asked = frozenset(asked.values_list("version__question", flat=True))
    return History(asked, told(user.pk, now), viewed(user.pk, now))


def told(user_id, at):
    """Ids of questions whose right answers the person could have read in a result by then."""
    rows = Attempt.objects.filter(enrolment__user=user_id).select_related("quiz", "sitting")
    telling = [row.pk for row in rows if tells_key(row, at)]
    items = AttemptItem.objects.filter(attempt__in=telling).order_by()
    return frozenset(items.values_list("version__question", flat=True))


def viewed(user_id, at):
    """Ids of questions whose key the person could have seen outside attempts by then."""
    return frozenset(KeyView.objects.filter(user=user_id, seen_at__lte=at).values_list("question", flat=True))


def keys_known(quiz, user_id, at):
    """Ids of questions that mark an attempt of this quiz by this person (S-17).

    What a result tells after practice marks nothing: everybody may learn from it and try again.
    """
    return viewed(user_id, at) | (told(user_id, at) if quiz.purpose == Purpose.EXAM else frozenset())


def fill(quiz, slots, fixed, past, rng):
    """For each slot the ids of the questions drawn. Raises BankTooSmall, SpecimenInExam."""
    questions = list(candidates(quiz).exclude(pk__in=[item.question_id for item in fixed]))
    rng.shuffle(questions)
    questions.sort(key=lambda question: past.rank(question.pk))
    specimens = []
    if quiz.purpose == Purpose.EXAM:
        questions = [one for one in questions if one.pk not in past.told]
    if is_live_exam(quiz):
        specimens = [one.training for one in questions if one.training]
        questions = [one for one in questions if not one.training]
    fitting = fits(slots, questions)
    places = Places([slot.count for slot in slots], fitting)
    missing = (quiz.must_pass_right or 0) - sum(item.question.must_pass for item in fixed)
    places.take([one.pk for one in questions if one.must_pass], at_most=missing)
    places.take([one.pk for one in questions])
    if not places.are_full:
        raise SpecimenInExam if specimens else BankTooSmall
    for pks in places.taken:
        rng.shuffle(pks)
    return places.taken


def candidates(quiz):
    """Questions that slots of the quiz draw from: the live ones of its organisation that are not suspended."""
    return in_bank([quiz.organisation_id]).exclude(pk__in=Question.objects.suspended())


def in_bank(organisations):
    """The live questions of organisations (ids) that software can mark, suspended ones among them."""
    asked = {"live": True, "kind__in": marked_by_software(), "versions__isnull": False}
    rows = Question.objects.filter(organisation__in=organisations, **asked).distinct().order_by("pk")
    return rows.only("pk", "organisation_id", "objective_id", "level", "must_pass", "training")


def fits(slots, questions):
    """{question id: the numbers of the slots it fits}."""
    below = beneath() if any(slot.objective_id for slot in slots) else {}
    names = {slot.tag for slot in slots} - {""}
    tags = QuestionTag.objects.filter(tag__name__in=names).values_list("content_object", "tag__name") if names else []
    tagged = set(tags)
    return {
        question.pk: [
            number
            for number, slot in enumerate(slots)
            if (slot.objective_id is None or question.objective_id in below[slot.objective_id])
            and slot.level in {"", question.level}
            and (not slot.tag or (question.pk, slot.tag) in tagged)
        ]
        for question in questions
    }


def beneath():
    """{objective id: its own id and those of all below it}."""
    parents = dict(Objective.objects.order_by().values_list("pk", "parent"))
    found = defaultdict(set)
    for pk in parents:
        above = pk
        while above is not None and pk not in found[above]:
            found[above].add(pk)
            above = parents[above]
    return found


class Places:
    """Slots that fill up. A question is taken when those already taken can make room for it by changing slots.

    So every slot is filled wherever that is possible at all, and the questions offered first are taken first (the
    augmenting paths of bipartite matching: H. W. Kuhn, Naval Research Logistics Quarterly 2, 1955).
    """

    def __init__(self, room, fitting):
        self.room, self.fitting = room, fitting
        self.taken = [[] for _slot in room]

    @property
    def are_full(self):
        return all(len(pks) == room for pks, room in zip(self.taken, self.room, strict=True))

    def take(self, pks, at_most=None):
        """Takes what fits of these questions, in their order."""
        left = sum(self.room) - sum(map(len, self.taken))
        left = left if at_most is None else min(left, at_most)
        known = {pk for taken in self.taken for pk in taken}
        for pk in pks:
            if left <= 0:
                return
            if pk not in known and self.seat(pk, set()):
                left -= 1

    def seat(self, pk, tried):
        for slot in self.fitting[pk]:
            if slot in tried:
                continue
            tried.add(slot)
            taken = self.taken[slot]
            if len(taken) < self.room[slot]:
                taken.append(pk)
                return True
            for other in taken:
                if self.seat(other, tried):
                    taken[taken.index(other)] = pk
                    return True
        return False


def form_for(quiz, enrolment, earlier, rng):
    """The form of the next attempt, "" for a quiz without forms.

    A test before and after the course goes crosswise; else the first form is drawn by lot, and later attempts keep it
    or, where the quiz gives another form on every attempt, go on to the next. `earlier` are the attempts so far.
    """
    forms = sorted(set(QuizItem.objects.filter(quiz=quiz).exclude(form="").values_list("form", flat=True)))
    if not forms:
        return ""
    if quiz.crosses_id or Quiz.objects.filter(crosses=quiz).exists():
        return crosswise.form_for(enrolment, quiz)
    last = earlier[-1].form if earlier else ""
    if last not in forms:
        return rng.choice(forms)
    return forms[(forms.index(last) + bool(quiz.other_form)) % len(forms)]
