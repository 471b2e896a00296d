"""Parallel forms given crosswise: half a cohort begins with form a, half with b; after the course each takes the other.

So a form that is easier than the other moves no gain of the group. Who begins with which is decided by minimisation
(Taves, D. R. (1974). Minimization: a new method of assigning patients to treatment and control groups. Clinical
Pharmacology and Therapeutics 15, 443-453; with several factors as in Pocock, S. J., Simon, R. (1975). Biometrics 31,
103-115): each newcomer gets the form with which the halves differ least, in number, which counts twice, among people
of the same sex and among those of the same region.
"""

from django.db import transaction

from lms.accounts.models import Profile

from ..models.attempt import Attempt
from ..models.quiz import Quiz

FORMS = ("a", "b")
FARTHEST = 2  # the halves never differ by more people than this


def form_for(enrolment, quiz):
    """ "a" or "b" for the next attempt at `quiz` of the person in this seat.

    Whoever has an attempt keeps its form. A quiz that crosses another gives the form not taken there. Everybody else is
    allotted one under a lock of the quiz: call it in the transaction that creates the attempt, so that the next
    newcomer is counted with this one. The same people in the same order get the same forms.
    """
    taken = Attempt.objects.filter(enrolment__user=enrolment.user_id, form__in=FORMS).order_by("-number")
    if mine := taken.filter(quiz=quiz).first():
        return mine.form
    if quiz.crosses_id and (before := taken.filter(quiz=quiz.crosses_id).first()):
        return other(before.form)
    with transaction.atomic():
        Quiz.objects.select_for_update(no_key=True).get(pk=quiz.pk)
        rows = Attempt.objects.filter(enrolment__cohort=enrolment.cohort_id, quiz=quiz, form__in=FORMS, number=1)
        profiles = "enrolment__user__profile"
        earlier = rows.values_list("form", f"{profiles}__sex", f"{profiles}__region").order_by("pk")
        return balanced([(form, (sex, region)) for form, sex, region in earlier], traits(enrolment))


def other(form):
    return "b" if form == "a" else "a"


def traits(enrolment):
    """What the halves are balanced by: sex and region, as the person gave them."""
    profile = Profile.objects.filter(user=enrolment.user_id).values_list("sex", "region").first()
    return profile or (None, None)


def balanced(earlier, mine):
    """The form for somebody with the traits `mine` after those of `earlier`, rows of (form, traits). Pure.

    Halves that are even in everything take a and b in turn.
    """
    lead = ahead(form for form, _traits in earlier)
    if abs(lead) >= FARTHEST:
        return "b" if lead > 0 else "a"
    leads = [ahead(form for form, theirs in earlier if theirs[place] == trait) for place, trait in enumerate(mine)]
    with_a, with_b = (sum(abs(one + step) for one in (lead, lead, *leads)) for step in (1, -1))
    if with_a == with_b:
        return FORMS[len(earlier) % 2]
    return "a" if with_a < with_b else "b"


def ahead(forms):
    """How many more have a than b."""
    return sum(1 if form == "a" else -1 for form in forms)
