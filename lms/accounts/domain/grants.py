"""What Wagtail has to know of the roles: a group for each organisation and role that somebody holds there today.

Groups are never edited by hand. `wanted` says what they must be, `found` what they are, `write` makes the two equal;
the system check in `lms.accounts.checks` compares the same two.

A page class says whose subtree its pages begin by `organisation_lookup`, a lookup from the page to the organisation.
Nobody gets the right to publish: a page becomes public by the last step of its review alone (lms.review).
"""

import logging
from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, get_page_models

from lms.core.models import HomePage

from ..models import Membership, Organisation, User
from ..roles import RIGHTS, Role

logger = logging.getLogger("lms.accounts")

ACCESS = "wagtailadmin.access_admin"
WRITE_PAGES = {"wagtailcore.add_page", "wagtailcore.change_page"}
OWN_FILES = {
    "wagtailimages.add_image",
    "wagtailimages.choose_image",
    "wagtaildocs.add_document",
    "wagtaildocs.choose_document",
}
ALL_FILES = OWN_FILES | {
    "wagtailimages.change_image",
    "wagtailimages.delete_image",
    "wagtaildocs.change_document",
    "wagtaildocs.delete_document",
}


@dataclass
class Rights:
    """What one group holds: ids of people, permissions, and (id, permission) of pages and collections."""

    people: set = field(default_factory=set)
    permissions: set = field(default_factory=set)
    pages: set = field(default_factory=set)
    collections: set = field(default_factory=set)


def group_name(organisation_key, role):
    return f"{organisation_key}: {role}"


def wanted():
    """{group name: Rights} as the memberships of today demand."""
    rows = (
        Membership.objects.active()
        .filter(user__is_active=True)
        .values_list("role", "user_id", "organisation_id", "organisation__key", "organisation__kind")
    )
    trees, files = subtrees(), collections()
    groups = defaultdict(Rights)
    for role, user_id, organisation_id, key, kind in rows:
        everywhere = kind == Organisation.Kind.CENTER and role == Role.EDITOR
        rights = groups[group_name(key, role)]
        rights.people.add(user_id)
        rights.permissions.add(ACCESS)
        if role in RIGHTS["write_pages"]:
            pages = trees["home"] if everywhere else trees[organisation_id]
            rights.pages |= {(page, name) for page in pages for name in WRITE_PAGES}
            collection = files[""] if everywhere else files[key]
            rights.collections |= {(collection, name) for name in (ALL_FILES if everywhere else OWN_FILES)}
    return dict(groups)


def subtrees():
    """{organisation id: ids of the pages its trees begin with}, and "home" for the home pages of all languages."""
    trees = defaultdict(set)
    trees["home"] = set(HomePage.objects.values_list("pk", flat=True))
    for model in get_page_models():
        if lookup := getattr(model, "organisation_lookup", None):
            for page_id, organisation_id in model.objects.values_list("pk", lookup):
                trees[organisation_id].add(page_id)
    return trees


def organisation_of(page):
    """The organisation in whose subtree the page stands; the Center for every other page."""
    above = [page.path[:end] for end in range(Page.steplen, len(page.path) + 1, Page.steplen)]
    for model in get_page_models():
        if lookup := getattr(model, "organisation_lookup", None):
            found = model.objects.filter(path__in=above).values_list(lookup, flat=True).first()
            if found:
                return Organisation.objects.get(pk=found)
    return Organisation.objects.filter(kind=Organisation.Kind.CENTER).first()


class Collections(dict):
    """{organisation key: id of its collection}, "" for the root; one that is missing is made when it is asked for."""

    def __missing__(self, key):
        # Read afresh: treebeard keeps the number of children on the parent.
        self[key] = Collection.get_first_root_node().add_child(name=key).pk
        return self[key]


def collections():
    rows = Collection.objects.filter(depth__lte=2).order_by("-pk").values_list("depth", "name", "pk")
    return Collections({"" if depth == 1 else name: pk for depth, name, pk in rows})


def found():
    """{group name: Rights} as the database has them."""
    groups = {name: Rights() for name in Group.objects.values_list("name", flat=True)}
    for name, user_id in User.groups.through.objects.values_list("group__name", "user_id"):
        groups[name].people.add(user_id)
    for name, permission in _permissions(Group.permissions.through):
        groups[name].permissions.add(permission)
    for name, permission, page_id in _permissions(GroupPagePermission, "page_id"):
        groups[name].pages.add((page_id, permission))
    for name, permission, collection_id in _permissions(GroupCollectionPermission, "collection_id"):
        groups[name].collections.add((collection_id, permission))
    return groups


def _permissions(model, *more):
    fields = ("group__name", "permission__content_type__app_label", "permission__codename", *more)
    for name, app, codename, *rest in model.objects.values_list(*fields):
        yield (name, f"{app}.{codename}", *rest)


def write():
    """Makes the groups what `wanted` says; returns the names of those that were not. Safe to run at any time."""
    target, present = wanted(), found()
    changed = sorted(name for name in {*target, *present} if target.get(name) != present.get(name))
    if changed:
        ids = {
            f"{app}.{codename}": pk
            for pk, app, codename in Permission.objects.values_list("pk", "content_type__app_label", "codename")
        }
        for name in changed:
            logger.info("Group %s: rights written", name)
            _write_group(name, target.get(name), ids)
    return changed


def _write_group(name, rights, ids):
    if rights is None:
        Group.objects.filter(name=name).delete()
        return
    group, _new = Group.objects.get_or_create(name=name)
    group.user_set.set(rights.people)
    group.permissions.set(ids[permission] for permission in rights.permissions)
    GroupPagePermission.objects.filter(group=group).delete()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=page, permission_id=ids[permission])
        for page, permission in sorted(rights.pages)
    )
    GroupCollectionPermission.objects.filter(group=group).delete()
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection_id=collection, permission_id=ids[permission])
        for collection, permission in sorted(rights.collections)
    )
