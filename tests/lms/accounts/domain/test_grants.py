import pytest
from django.contrib.auth.models import Group, Permission
from django.core.checks import run_checks
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from courses.models import CoursePage
from lms.accounts.checks import FORBIDDEN
from lms.accounts.domain import memberships
from lms.accounts.roles import Role
from tests.factories.courses import build_course
from tests.factories.people import build_person, build_staff


def pages_of(group):
    rows = GroupPagePermission.objects.filter(group__name=group)
    return {(row.page.specific, row.permission.codename) for row in rows}


def collections_of(group):
    rows = GroupCollectionPermission.objects.filter(group__name=group)
    return {(row.collection.name, row.permission.codename) for row in rows}


def permissions_of(group):
    return set(Permission.objects.filter(group__name=group).values_list("codename", flat=True))


@pytest.fixture
def courses(site, people):
    return {
        "north": build_course(site, "north-course", organisation=people.north),
        "center": build_course(site, "center-course", organisation=people.center),
    }


def test_a_trainer_writes_in_the_own_subtree_in_three_languages_and_in_the_own_collection(people, courses):
    build_staff("trainer", people.north)
    own = CoursePage.objects.filter(course=courses["north"])
    assert own.count() == 3
    assert pages_of("north: trainer") == {(page, right) for page in own for right in ("add_page", "change_page")}
    assert collections_of("north: trainer") == {
        ("north", right) for right in ("add_image", "choose_image", "add_document", "choose_document")
    }
    assert permissions_of("north: trainer") == {"access_admin"}
    assert Collection.objects.filter(name="north", depth=2).count() == 1


def test_an_editor_of_the_center_writes_below_every_home(people, site, courses):
    build_staff("editor", people.center)
    assert pages_of("center: editor") == {
        (home, right) for home in site.home.values() for right in ("add_page", "change_page")
    }
    assert {name for name, _right in collections_of("center: editor")} == {"Root"}


@pytest.mark.parametrize("role", ["second_reader", "administrator", "issuer"])
def test_the_others_only_enter_the_admin(people, courses, role):
    build_staff(role, people.north, "another")
    group = f"north: {role}"
    assert (pages_of(group), collections_of(group)) == (set(), set())
    assert permissions_of(group) == {"access_admin"}


def test_nobody_may_publish_lock_or_delete_in_bulk(people, courses):
    for role in ("trainer", "second_reader", "issuer"):
        build_staff(role, people.north)
    build_staff("editor", people.center)
    granted = set(GroupPagePermission.objects.values_list("permission__codename", flat=True))
    assert granted == {"add_page", "change_page"}


def test_a_new_course_page_gets_its_rights_with_the_next_round(people, site):
    build_staff("trainer", people.north)
    assert pages_of("north: trainer") == set()
    build_course(site, "later", organisation=people.north)
    assert memberships.sync_grants() == ["north: trainer"]
    assert len(pages_of("north: trainer")) == 6
    assert memberships.sync_grants() == []


def test_what_hands_changed_is_put_right(people, site):
    build_staff("trainer", people.north)
    stranger = build_person("stranger")
    group = Group.objects.get(name="north: trainer")
    group.user_set.add(stranger)
    group.permissions.add(Permission.objects.get(codename="change_user"))
    extra = Group.objects.create(name="Moderators")
    GroupPagePermission.objects.create(
        group=extra, page=site.root, permission=Permission.objects.get(codename="publish_page")
    )
    assert memberships.sync_grants() == ["Moderators", "north: trainer"]
    assert stranger.groups.count() == 0
    assert permissions_of("north: trainer") == {"access_admin"}
    assert not Group.objects.filter(name="Moderators").exists()


def test_somebody_switched_off_leaves_the_group(people):
    trainer = build_staff("trainer", people.north)
    trainer.is_active = False
    trainer.save()
    memberships.sync_grants()
    assert trainer.groups.count() == 0


def test_the_cost_of_a_quiet_round_does_not_grow(people, site, queries):
    def quiet_round():
        memberships.sync_grants()
        with queries(15):
            memberships.sync_grants()

    build_course(site, "one", organisation=people.north)
    build_staff("trainer", people.north)
    quiet_round()
    for number in range(3):
        memberships.bootstrap(build_person(f"more{number}"), Role.TRAINER, people.north)
    build_course(site, "two", organisation=people.north)
    quiet_round()


def problems():
    return {problem.id for problem in run_checks(databases=["default"]) if problem.id.startswith("accounts.")}


def test_the_check_is_content_with_what_the_verb_writes(people):
    build_staff("trainer", people.north)
    memberships.sync_grants()
    assert problems() == set()


@pytest.mark.parametrize(("app", "model"), sorted(FORBIDDEN))
def test_the_check_fails_on_rights_that_undo_the_roles(people, app, model):
    group = Group.objects.get(name="center: administrator")
    permission = Permission.objects.filter(content_type__app_label=app, content_type__model=model).first()
    group.permissions.add(permission)
    assert problems() == {"accounts.E001", "accounts.W001"}
    group.permissions.clear()
    people.someone.user_permissions.add(permission)
    assert "accounts.E002" in problems()


def test_the_check_sees_a_group_that_drifted(people):
    Group.objects.get(name="center: administrator").user_set.add(people.someone)
    assert problems() == {"accounts.W001"}
