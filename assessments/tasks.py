"""Background work of this app."""

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext, ngettext, override

from lms.accounts.models import Organisation, User
from lms.accounts.roles import Role
from lms.core.notices import deliver
from lms.core.tasks import task
from lms.review.models import IndependentReview

from .domain import attempts, exchange, notices, prints
from .models import SittingNotice


@task()
def review_questions(organisation_id, ids, by_id):
    """Begins the reviews of questions that came in with a file; one mail to each second reader for all of them."""
    exchange.begin_reviews(ids, by=User.objects.get(pk=by_id))
    count = len(ids)
    organisation = Organisation.objects.get(pk=organisation_id)
    step = IndependentReview.objects.filter(organisation=organisation, role=Role.SECOND_READER).first()
    for person in step.reviewers().exclude(pk=by_id).exclude(email=None) if step else ():
        with override(person.language):
            text = ngettext("%d question waits for your review.", "%d questions wait for your review.", count) % count
            link = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('wagtailadmin_home')}"
            send_mail(gettext("Questions wait for your review"), f"{text}\n{link}", None, [person.email])


def close_overdue():
    """A tick: attempts whose time is over are closed, as the next look at them would."""
    attempts.close_overdue()


@task()
def make_print(print_id):
    prints.make(print_id)


@task()
def tell_regraded(regrade_id):
    notices.tell_regraded(regrade_id)


@task()
def tell_of_exam_days(cohort_id):
    """Tells everybody of a cohort who expects an exam day that was moved or cancelled."""
    deliver(SittingNotice.objects.filter(cohort=cohort_id).select_related("cohort"), notices.of_exam_day)


def tell_of_exam_days_again():
    """A tick: people who were not told, since the task was lost or the mail server away."""
    for cohort_id in SittingNotice.objects.left_over().values_list("cohort", flat=True).distinct():
        tell_of_exam_days.enqueue(cohort_id)
