"""A small world for the walk over every address: the university "north", its neighbour "south", and the Center.

Everything that is not for everybody carries a word of its own, in English: `MAY_SEE` says who may meet it. Each text
begins with BAIT, which the walk searches for, so that a list that searches too widely shows the word.
"""

from base64 import b64encode
from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO
from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from PIL import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection
from wagtail_localize.models import Translation, TranslationSource

from assessments.domain import accommodations, attempts, exchange, keys, paper, sittings
from assessments.domain.bank import save_question, save_quiz
from assessments.models import PaperPrint, QuizPage
from certificates.enums import ItemState
from certificates.models import CertificateFile, CertificateHolder, IssueBatch
from courses.enums import Paper, PaperState
from courses.models import Course, DayDocument, Figure, LessonPage, SupportContact
from lms.accounts.domain import factors, memberships
from lms.accounts.roles import Role
from lms.core.keys import key_uuid
from lms.core.models import SiteDocument, SiteImage
from tests.factories.certificates import build_certificate, build_signatory, build_texts
from tests.factories.courses import add, build_cohort, build_course, page_of, seat
from tests.factories.people import build_center, build_factor, build_organisation, build_person, build_staff, enter
from tests.factories.reference import build_change, build_pair, build_source, build_term, cite
from tests.factories.sittings import begin

ACTORS = (
    "anonymous",
    "learner",  # has an account, no seat
    "enrolled",  # learns in north
    "elsewhere",  # learns in south
    "trainer",  # of north
    "stranger",  # trainer of south
    "reader",  # second reader of north
    "editor",
    "admin",
    "issuer",  # of north
    "neighbour",  # administrator of south
)
BAIT = "kestrel"
EVERYBODY_OF_NORTH = {"enrolled", "trainer", "reader", "editor", "admin"}
MAY_SEE = {
    "ploverclosed": EVERYBODY_OF_NORTH,  # the text of a published lesson
    "ploveredition": {"trainer", "reader", "editor", "admin"},  # what it says to trainers alone
    "ploverhandout": EVERYBODY_OF_NORTH,  # the file of the day
    "ploverdocument": {"trainer", "reader", "editor", "admin"},  # the file for its trainers
    "ploverdraft": {"trainer", "editor"},  # the title of a draft
    "ploverreview": {"trainer", "reader", "editor"},  # the title of a draft in review
    "ploverquiz": {"trainer", "editor"},  # the key of a quiz
    "plovercourse": {"trainer", "editor", "admin"},  # a course that has no page yet
    "ploverstem": {"enrolled", "trainer", "editor"},  # a question
    "ploverfeedback": {"enrolled", "trainer", "editor"},  # what is said about an answer once the attempt is over
    "ploverupload": {"trainer"},  # a file of questions that the trainer has sent
    "ploverroom": {"enrolled", "trainer", "admin"},  # where the run meets
    "ploverperson": {"enrolled", "trainer", "admin", "issuer"},  # who learns there
    "ploversitting": {"trainer", "admin"},  # where the run sits its exam
    "ploverprint": {"trainer", "admin"},  # its questions on paper
    "ploversat": {"trainer", "admin", "issuer"},  # who sits it
    "ploverfile": {"trainer", "editor"},  # title of a document in the collection of north
    "ploverimage": {"trainer", "editor"},  # title of a picture there
    "ploverwording": {"editor", "admin"},  # texts of the certificate
    "ploverpaper": {"enrolled", "issuer"},  # the name on it
    "ploverproposed": {"admin"},  # somebody proposed as issuer
}


def build_world(site):
    center, north, south = build_center(), build_organisation("north"), build_organisation("south")
    people = SimpleNamespace(
        learner=build_person("learner"),
        enrolled=build_person("enrolled"),
        elsewhere=build_person("elsewhere"),
        trainer=build_staff("trainer", north),
        stranger=build_staff("trainer", south),
        reader=build_staff("second_reader", north),
        editor=build_staff("editor", center),
        admin=build_staff("administrator", center),
        issuer=build_staff("issuer", north),
        neighbour=build_staff("administrator", south),
    )
    world = SimpleNamespace(site=site, center=center, north=north, south=south, people=people)
    _courses(world)
    _texts(world)
    _quiz(world)
    _upload(world)
    _runs(world)
    _certificate(world)
    _files(world)
    _papers(world)
    _translation(world)
    _roles(world)
    names = {f"{field}_{code}": "Line" for field in ("label", "note") for code in ("kk", "ru", "en")}
    world.contact = SupportContact.objects.create(key="line", contact="111", checked_on=date(2026, 1, 1), **names)
    _reference(world)
    return world


def _reference(world):
    world.cited, world.term, world.pair = build_source(), build_term("word", "сөз", "слово", "word"), build_pair()
    told = {f"text_{code}": "Line" for code in ("kk", "ru", "en")}
    world.figure = Figure.objects.create(key="days", value="10", as_of="2022", source=world.cited, **told)
    cite(world.lesson, world.cited)
    world.change = build_change(world.cited)
    world.closed = build_change(build_source("GONE"))


def clients(world):
    """A logged-in client for each actor; staff have used their second factor."""
    found = {"anonymous": Client(raise_request_exception=False)}
    for name in ACTORS[1:]:
        client = Client(raise_request_exception=False)
        user = getattr(world.people, name)
        if name in {"learner", "enrolled", "elsewhere"}:
            client.force_login(user)
        else:
            enter(client, user)
        found[name] = client
    return found


def _courses(world):
    for organisation in (world.north, world.south):
        build_course(world.site, organisation.key, modules=1, units=2, organisation=organisation)
    memberships.sync_grants()
    world.lesson, world.module = page_of("north-m01-l1", "en"), page_of("north-m01", "en")
    world.course_page = page_of("north", "en")
    world.neighbour_module, world.neighbour_page = page_of("south-m01", "en"), page_of("south", "en")
    titles = {f"title_{code}": f"{BAIT} plovercourse" for code in ("kk", "ru", "en")}
    Course.objects.create(key="planned", organisation=world.north, hours=8, **titles)


def _texts(world):
    world.lesson.goals = [("line", f"{BAIT} ploverclosed")]
    world.lesson.before = f"{BAIT} ploveredition"
    world.lesson.materials = [("line", f"{BAIT} ploveredition")]
    world.lesson.edition = [("care", {"title": f"{BAIT} ploveredition", "text": "<p>Care.</p>"})]
    world.lesson.clearance = "law"
    world.lesson.save_revision(user=None).publish()
    world.draft = _draft(world, "ploverdraft")
    world.reviewed = _draft(world, "ploverreview")
    world.workflow_state = world.reviewed.get_workflow().start(world.reviewed, world.people.trainer)
    world.task_state = world.workflow_state.current_task_state
    world.revision = world.reviewed.get_latest_revision()


def _draft(world, word):
    slug = word.removeprefix("plover")  # the address stands on pages for everybody
    page = add(world.module, LessonPage, word, "en", slug=slug, live=False, owner=world.people.trainer)
    page.title = f"{BAIT} {word}"
    page.save()
    page.save_revision(user=world.people.trainer)
    return type(page).objects.get(pk=page.pk)


def _quiz(world):
    def in_three(text):
        return {"kk": text, "ru": text, "en": text}

    texts = {
        "stem": f"{BAIT} ploverstem",
        "explanation": f"{BAIT} ploverfeedback",
        "options": {o: {"text": f"option {o}", "feedback": f"{BAIT} ploverfeedback"} for o in "ab"},
    }
    body = {"options": [{"id": "a", "correct": True}, {"id": "b"}]}
    asked = {"organisation": world.north, "body": body, "texts": in_three(texts)}
    world.version = save_question("north-q1", kind="single", **asked)
    world.question = world.version.question
    world.question.save_revision(user=world.people.trainer)
    world.question_state = world.question.get_workflow().start(world.question, world.people.trainer)
    world.question_state.cancel(user=world.people.trainer)
    world.quiz = save_quiz("ploverquiz", organisation=world.north, question_keys=["north-q1"])
    for code in ("kk", "ru", "en"):
        add(page_of("north-m01", code), QuizPage, "north-quiz", code, slug="quiz", quiz=world.quiz, minutes=10)
    world.unit_key = key_uuid("north-quiz")


def _upload(world):
    drawn = BytesIO()
    Image.new("RGB", (4, 3), "red").save(drawn, "PNG")
    data = f"""<quiz><question type="essay"><name><text>{BAIT} ploverupload</text></name><questiontext format="html">
<text><![CDATA[<img src="@@PLUGINFILE@@/1.png" alt="A red wall"> Why?]]></text>
<file name="1.png" path="/" encoding="base64">{b64encode(drawn.getvalue()).decode()}</file></questiontext>
</question></quiz>"""
    world.upload = exchange.upload(
        organisation=world.north, language="en", name="ploverupload.xml", data=data.encode(), by=world.people.trainer
    )


def _runs(world):
    world.cohort = build_cohort(Course.objects.get(key="north"), room=f"{BAIT} ploverroom", address="ploverroom")
    world.cohort.trainers.add(world.people.trainer)
    profile = world.people.enrolled.profile
    profile.family_name, profile.given_name = "Ploverperson", BAIT.title()
    profile.save()
    world.enrolment = seat(world.people.enrolled, world.cohort)
    seat(world.people.elsewhere, build_cohort(Course.objects.get(key="south"), name="Southern run"))
    world.finished = attempts.start_attempt(world.people.enrolled, world.quiz, world.unit_key)
    keys.saw_key(world.people.enrolled, world.quiz.items.values_list("question", flat=True))
    attempts.submit_attempt(world.finished.pk)
    accommodations.grant(world.people.enrolled, by=world.people.admin, extra_percent=50)
    world.attempt = attempts.start_attempt(world.people.enrolled, world.quiz, world.unit_key)
    _sitting(world)


def _sitting(world):
    opens = timezone.now() - timedelta(hours=1)
    window = (opens, opens + timedelta(days=1))
    world.sitting = sittings.plan(
        world.cohort, world.quiz, world.unit_key, *window, world.people.trainer, room=f"{BAIT} ploversitting"
    )
    world.sat = begin(world.sitting, user=build_person("ploversat"))
    form = paper.draw_form(world.sitting, world.people.trainer)
    paper.type_sheet(form, world.sat.enrolment, {}, world.people.trainer)
    world.print = PaperPrint.objects.create(
        form=form, language="en", state=PaperState.READY, requested_at=timezone.now(),
        file=ContentFile(f"%PDF-1.4 {BAIT} ploverprint", "paper.pdf"),
    )  # fmt: skip


def _certificate(world):
    course, person = world.cohort.course, world.people.enrolled
    build_texts(course)
    world.text = course.certificate_texts.get(language="en")
    world.text.place = f"{BAIT} ploverwording"
    world.text.save()
    world.signatory = build_signatory(world.north)
    world.certificate = build_certificate(course)
    paper = {"full_name": f"{BAIT} ploverpaper", "family_name": "Ploverpaper"}
    world.certificate.holder = CertificateHolder.objects.create(
        certificate=world.certificate, user=person, enrolment=world.enrolment, **paper
    )
    content = b"%PDF-1.4"
    CertificateFile.objects.create(
        certificate=world.certificate,
        name=default_storage.save("certificates/walk.pdf", ContentFile(content)),
        sha256=sha256(content).hexdigest(),
        size=len(content),
        rendered_at=timezone.now(),
    )
    asked = {"created_at": timezone.now(), "alive_at": timezone.now(), "finished_at": timezone.now()}
    world.batch = IssueBatch.objects.create(cohort=world.cohort, created_by=world.people.issuer, **asked)
    world.batch.items.create(
        enrolment=world.enrolment, state=ItemState.READY, certificate=world.certificate, told_at=timezone.now()
    )


def _files(world):
    collection = Collection.objects.get(name="north")
    uploaded = {"collection": collection, "uploaded_by_user": world.people.trainer}
    world.document = SiteDocument.objects.create(
        title=f"{BAIT} ploverfile", file=ContentFile(b"%PDF-1.4 text", "paper.pdf"), **uploaded
    )
    world.image = SiteImage.objects.create(title=f"{BAIT} ploverimage", file=get_test_image_file(), **uploaded)
    world.collection = collection
    for file in (world.document, world.image):
        file.get_file_size()
        file.get_file_hash()  # opening the editor would count and keep them


def _papers(world):
    world.papers = {
        kind: DayDocument.objects.create(
            module_key=world.module.translation_key,
            language="en",
            kind=kind,
            state=PaperState.READY,
            file=ContentFile(f"%PDF-1.4 {word}", "paper.pdf"),
            requested_at=timezone.now(),
            made_at=timezone.now(),
        )
        for kind, word in ((Paper.HANDOUT, "ploverhandout"), (Paper.TRAINER, "ploverdocument"))
    }


def _translation(world):
    world.source, _new = TranslationSource.get_or_create_from_instance(world.lesson)
    world.translation = Translation.objects.create(source=world.source, target_locale=world.site.locales["kk"])
    world.segment = world.source.stringsegment_set.first()
    world.override = world.source.overridablesegment_set.first()


def _roles(world):
    proposed = build_person("proposed")
    proposed.profile.family_name = "Ploverproposed"
    proposed.profile.save()
    second = build_staff("administrator", world.center, "administrator-second")
    world.wish = memberships.request_grant(proposed, Role.ISSUER, world.north, by=second)
    build_factor(proposed)
    world.reset = factors.request_reset(proposed, by=second)
    world.membership = world.people.trainer.memberships.get()
