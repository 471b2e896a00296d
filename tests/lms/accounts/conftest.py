from types import SimpleNamespace

import pytest

from tests.factories.people import build_center, build_organisation, build_person, build_staff


@pytest.fixture
def people(site):
    """The Center with two administrators, the university "north" with one of its own, and somebody without a role."""
    center, north = build_center(), build_organisation("north")
    return SimpleNamespace(
        center=center,
        north=north,
        admin=build_staff("administrator", center),
        second=build_staff("administrator", center, "administrator-second"),
        local=build_staff("administrator", north),
        someone=build_person("someone"),
    )
