"""Asking a reporter: what is refused, what is sealed to whom, and how the conversation stands."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from tests.unit.services.desk.reporters import (
    ADA,
    HOUR,
    KEY,
    NOW,
    SEALER,
    Notebook,
    NotedOpener,
    StoppedClock,
    sealed,
    thread,
)
from tipline.domain.errors import SealBrokenError
from tipline.domain.lifecycle import State
from tipline.domain.moments import to_microseconds
from tipline.gateways.receipts.notes import HpkeNoteSealer
from tipline.gateways.sealing import HpkeOpener
from tipline.ports.operations import (
    AskReporter,
    Done,
    Refused,
    ReserveNumbers,
    SealedNote,
    Unknown,
    WrongState,
)
from tipline.ports.public import Author, MessageRow
from tipline.ports.sealing import Sealed
from tipline.services.desk.ask_reporter import (
    LONGEST_QUESTION,
    Correspondence,
    Standing,
    Unfit,
    ask_reporter,
    look_at_conversation,
    withdraw_question,
)

AT = to_microseconds(NOW)


def ports(notebook: Notebook) -> Correspondence:
    return Correspondence(
        reader=notebook,
        writer=notebook,
        sealer=SEALER,
        notes=HpkeNoteSealer(),
        opener=NotedOpener(notebook),
        clock=StoppedClock(),
    )


def message(number: int = 50, author: Author = Author.DESK, **changed: object) -> MessageRow:
    values = {
        "for_desk": sealed(number, b"Synthetic question 1?") if author is Author.DESK else None
    }
    return MessageRow(
        number=number,
        author=author,
        at=AT,
        for_reporter=SealedNote(key=b"", body=b""),
        **values | changed,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("text", "unfit"),
    [
        ("", Unfit.EMPTY),
        (" \r\n\t", Unfit.EMPTY),
        ("x" * (LONGEST_QUESTION + 1), Unfit.TOO_LONG),
        (base64.b64encode(bytes(range(256)) * 2).decode(), Unfit.HIDES_FILE),
    ],
)
def test_what_cannot_be_asked_touches_nothing(text: str, unfit: Unfit) -> None:
    notebook = Notebook()
    notebook.thread = thread()
    assert ask_reporter(1, text, ADA, ports(notebook)) is unfit
    assert notebook.did == []


def test_line_breaks_and_blanks_around_do_not_count() -> None:
    notebook = Notebook()
    notebook.thread = thread()
    text = " " + "x\r\n" * (LONGEST_QUESTION // 2) + "\r\n"
    assert ask_reporter(1, text, ADA, ports(notebook)) == Done(number=1)


def test_it_is_sealed_once_for_each_reader_under_a_number_of_its_own() -> None:
    private = X25519PrivateKey.generate()
    notebook = Notebook(Done(number=50), Done(number=1))
    notebook.thread = thread(public_key=private.public_key().public_bytes_raw())
    assert ask_reporter(1, "Synthetic question 1?", ADA, ports(notebook)) == Done(number=1)
    reserve, asked = notebook.did
    assert reserve == ReserveNumbers(count=1)
    assert isinstance(asked, AskReporter)
    assert (asked.report, asked.user, asked.message) == (1, ADA.id, 50)
    for note, key in ((asked.for_desk, KEY), (asked.for_reporter, private)):
        opened = HpkeOpener(key).open(50, Sealed(key=note.key, body=note.body))
        assert opened.body == b"Synthetic question 1?"
        with pytest.raises(SealBrokenError):
            HpkeOpener(key).open(1, Sealed(key=note.key, body=note.body))
    assert b"Synthetic" not in asked.for_desk.body + asked.for_reporter.body


@pytest.mark.parametrize(
    ("changed", "result"),
    [
        ({"report": 2}, Unknown()),
        ({"expires_at": AT}, Unknown()),
        ({"stopped_at": AT}, Refused()),
        ({"messages": (message(),)}, Refused()),
    ],
)
def test_who_cannot_be_asked_costs_no_number(changed: dict[str, object], result: object) -> None:
    notebook = Notebook()
    notebook.thread = thread(**changed)
    assert ask_reporter(1, "Synthetic question 1?", ADA, ports(notebook)) == result
    assert notebook.did == []


def test_without_a_number_nothing_is_asked() -> None:
    notebook = Notebook(WrongState(state=State.FINISHED))
    notebook.thread = thread()
    assert isinstance(ask_reporter(1, "Why?", ADA, ports(notebook)), WrongState)
    assert notebook.did == [ReserveNumbers(count=1)]


@pytest.mark.parametrize(
    ("changed", "standing"),
    [
        ({}, Standing.CAN_BE_ASKED),
        ({"expires_at": AT}, Standing.ENDED),
        ({"expires_at": AT + 1}, Standing.CAN_BE_ASKED),
        ({"stopped_at": AT}, Standing.STOPPED),
        ({"messages": (message(),)}, Standing.WAITING),
        ({"messages": (message(answered_at=AT),)}, Standing.CAN_BE_ASKED),
        ({"messages": (message(withdrawn=True),)}, Standing.CAN_BE_ASKED),
        ({"messages": (message(), message(51, Author.REPORTER))}, Standing.WAITING),
        ({"messages": (message(withdrawn=True), message(51))}, Standing.WAITING),
        ({"stopped_at": AT, "messages": (message(),)}, Standing.STOPPED),
        ({"expires_at": to_microseconds(NOW - HOUR), "stopped_at": AT}, Standing.ENDED),
    ],
)
def test_how_a_conversation_stands(changed: dict[str, object], standing: Standing) -> None:
    notebook = Notebook()
    notebook.thread = thread(**changed)
    assert look_at_conversation(1, ports(notebook)).standing is standing


def test_only_the_desks_questions_are_opened() -> None:
    notebook = Notebook()
    notebook.thread = thread(
        messages=(
            message(withdrawn=True),
            message(51, answered_at=AT),
            message(52, Author.REPORTER),
        )
    )
    found = look_at_conversation(1, ports(notebook))
    assert [one.text for one in found.questions] == ["Synthetic question 1?"] * 2
    assert [(one.withdrawn, one.answered_at) for one in found.questions] == [
        (True, None),
        (False, AT),
    ]
    assert notebook.did == ["opened", "opened"]
    assert "Synthetic" not in repr(found)


def test_without_a_way_back_there_is_nothing_to_say() -> None:
    found = look_at_conversation(1, ports(Notebook()))
    assert (found.standing, found.thread, found.questions) == (Standing.ENDED, None, ())


def test_a_question_is_withdrawn_in_ones_own_name() -> None:
    notebook = Notebook(Refused())
    assert withdraw_question(1, ADA, notebook) == Refused()
    (did,) = notebook.did
    assert did.user == ADA.id  # type: ignore[union-attr]
