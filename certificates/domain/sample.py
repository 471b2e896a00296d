"""A certificate to look at before any is issued: real texts, the longest name, marked as a sample, kept nowhere."""

from ..models import Certificate, CertificateHolder
from ..numbers import CODE_LENGTH, PREFIX
from . import eligibility, fitting, issuing, paper, rendering


def render(cohort):
    """The PDF of a sample for this cohort, or None while its texts or signatory are missing."""
    shared = eligibility.paper_for(cohort)
    if shared.findings:
        return None
    year = shared.issued_on.year
    row = issuing.printed_row(cohort, shared)
    certificate = Certificate(number=f"{PREFIX}-{year}-000000-0", code="0" * CODE_LENGTH, year=year, **row)
    full_name, latin_name = longest_names(cohort)
    certificate.holder = CertificateHolder(full_name=full_name, latin_name=latin_name)
    return rendering.renderer().render(rendering.to_html(certificate, is_sample=True))


def longest_names(cohort):
    """Full and Latin name of the person whose printable name is the longest; invented ones if there is nobody."""
    people = cohort.enrolments.select_related("user__profile")
    names = [paper.names_of(row.user) for row in people]
    fitting_names = [name for name in names if not list(eligibility.name_findings(name))]
    longest = max(fitting_names, key=lambda name: fitting.width(name["full_name"], 1, fitting.BOLD), default=None)
    return (
        (longest["full_name"], longest["latin_name"]) if longest else ("Сәрсенова Айгүл Нұрланқызы", "Aigul Sarsenova")
    )
