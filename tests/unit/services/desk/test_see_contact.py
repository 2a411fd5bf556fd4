"""Seeing how a reporter can be reached: the entry first, one's own approval, a day."""

import msgspec
import pytest

from tests.unit.services.desk.reporters import (
    ADA,
    NOW,
    Notebook,
    NotedOpener,
    StoppedClock,
    sealed,
)
from tipline.domain.desk import CONTACT_SHOWN_FOR, ContactReason
from tipline.domain.errors import SealBrokenError
from tipline.domain.moments import in_microseconds, to_microseconds
from tipline.domain.public.draft import ReporterContact
from tipline.ports.operations import DecideContact, ReadContact, Refused, RequestContact
from tipline.ports.public import ContactRequestRow
from tipline.services.desk.see_contact import (
    Custody,
    decide_contact,
    look_at_access,
    open_contact,
    request_contact,
    waiting_for,
)

AT = to_microseconds(NOW)
DAY = in_microseconds(CONTACT_SHOWN_FOR)
CONTACT = ReporterContact(phone="+1 202 555 0117")


def custody(notebook: Notebook) -> Custody:
    return Custody(
        reader=notebook,
        writer=notebook,
        opener=NotedOpener(notebook),
        clock=StoppedClock(),
    )


def row(
    *, user: int = ADA.id, approved: bool | None = None, decided_at: int | None = None
) -> ContactRequestRow:
    return ContactRequestRow(
        id=1,
        report=1,
        user=user,
        reason=ContactReason.DANGER,
        asked_at=AT,
        decided_by=None if approved is None else 8,
        decided_at=decided_at,
        approved=approved,
    )


def test_the_entry_comes_before_the_opening() -> None:
    notebook = Notebook()
    notebook.note = sealed(1, msgspec.json.encode(CONTACT))
    assert open_contact(1, ADA, custody(notebook)) == CONTACT
    assert notebook.did == [ReadContact(report=1, user=ADA.id), "opened"]


def test_what_nobody_allowed_is_not_opened() -> None:
    notebook = Notebook(Refused())
    notebook.note = sealed(1, msgspec.json.encode(CONTACT))
    assert open_contact(1, ADA, custody(notebook)) is None
    assert "opened" not in notebook.did


def test_what_was_not_left_is_not_opened() -> None:
    notebook = Notebook()
    assert open_contact(1, ADA, custody(notebook)) is None
    assert "opened" not in notebook.did


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, b"no contact"),
        (1, b'{"phone":17}'),
        (1, b'{"public":{}}'),
        (2, msgspec.json.encode(CONTACT)),
    ],
)
def test_another_text_in_its_place_is_not_shown(number: int, text: bytes) -> None:
    notebook = Notebook()
    notebook.note = sealed(number, text)
    with pytest.raises(SealBrokenError):
        open_contact(1, ADA, custody(notebook))


@pytest.mark.parametrize(
    ("requests", "until", "waits"),
    [
        ([], None, False),
        ([row()], None, True),
        ([row(user=8)], None, False),
        ([row(approved=True, decided_at=AT)], AT + DAY, False),
        ([row(approved=True, decided_at=AT - DAY)], None, False),
        ([row(approved=True, decided_at=AT - DAY + 1)], AT + 1, False),
        ([row(approved=False, decided_at=AT)], None, False),
        ([row(user=8, approved=True, decided_at=AT)], None, False),
        ([row(), row(approved=True, decided_at=AT - 1)], AT - 1 + DAY, True),
    ],
)
def test_what_somebody_may_see(
    requests: list[ContactRequestRow], until: int | None, *, waits: bool
) -> None:
    notebook = Notebook()
    notebook.requests = requests
    found = look_at_access(1, ADA, custody(notebook))
    assert (found.was_left, found.until, found.waits) == (False, until, waits)
    assert found.requests == tuple(requests)
    assert notebook.did == []


def test_whether_anything_was_left_is_told_without_opening_it() -> None:
    notebook = Notebook()
    notebook.note = sealed(1, msgspec.json.encode(CONTACT))
    assert look_at_access(1, ADA, custody(notebook)).was_left
    assert notebook.did == []


def test_ones_own_request_waits_for_somebody_else() -> None:
    notebook = Notebook()
    notebook.requests = [row(), row(user=8)]
    assert [one.user for one in waiting_for(ADA, notebook)] == [8]


@pytest.mark.parametrize("approve", [True, False])
def test_asking_and_deciding_are_done_in_ones_own_name(*, approve: bool) -> None:
    notebook = Notebook()
    request_contact(1, ContactReason.AUTHORITY, ADA, notebook)
    decide_contact(3, ADA, notebook, approve=approve)
    assert notebook.did == [
        RequestContact(report=1, user=ADA.id, reason=ContactReason.AUTHORITY),
        DecideContact(request=3, user=ADA.id, approve=approve),
    ]
