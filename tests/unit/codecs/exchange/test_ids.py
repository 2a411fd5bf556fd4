"""Our quick UUIDs are the library's."""

from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from tipline.codecs.exchange import uuid5_text


@given(st.uuids(), st.text())
def test_it_is_the_uuid_of_the_library(namespace: UUID, name: str) -> None:
    assert uuid5_text(namespace, name.encode()) == str(uuid5(namespace, name))
