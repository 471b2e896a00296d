from uuid import UUID

from lms.core.keys import key_uuid


def test_a_key_keeps_its_uuid_for_ever():
    assert key_uuid("d02-l1") == UUID("239b86e1-6be0-59d3-915b-0dbf54b652c6")
    assert key_uuid("d02-l1") != key_uuid("d02-l2")
