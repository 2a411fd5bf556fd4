"""Every public client files a report, and understands what goes wrong."""

import pytest

from tests.doors.provider.dialects import DIALECTS, ClientError, Dialect
from tests.doors.provider.papers import response, wrong
from tests.doors.provider.wiring import DAY, NOBODY, Door
from tipline.domain.lifecycle import State

each_dialect = pytest.mark.parametrize("dialect", DIALECTS, ids=[d.name for d in DIALECTS])


def submit(door: Door, dialect: Dialect) -> int:
    return dialect.read(door.ask("POST", "/ispws/submit", **dialect.submission()))


def call(door: Door, dialect: Dialect, step: str, number: int) -> int:
    return dialect.read(door.ask("POST", f"/ispws/{step}", **dialect.form(number)))


@each_dialect
def test_submit_and_finish(door: Door, dialect: Dialect) -> None:
    number = submit(door, dialect)
    assert number > 0
    assert call(door, dialect, "finish", number) == number
    assert door.row(number).state is State.FINISHED


@each_dialect
def test_submit_and_retract(door: Door, dialect: Dialect) -> None:
    number = submit(door, dialect)
    assert call(door, dialect, "retract", number) == number
    assert door.row(number).state is State.RETRACTED


@each_dialect
def test_after_a_lost_answer_retract_tells_what_happened(door: Door, dialect: Dialect) -> None:
    """As clients do without a status call: 0 it was open, 5102 it is filed, 5001 start again."""
    number = submit(door, dialect)
    call(door, dialect, "finish", number)
    with pytest.raises(ClientError) as found:
        call(door, dialect, "retract", number)
    assert found.value.code in {5102, None}
    number = submit(door, dialect)
    door.clock.wait(DAY)
    with pytest.raises(ClientError) as found:
        call(door, dialect, "retract", number)
    assert found.value.code in {5001, None}


@each_dialect
def test_a_refused_document_is_understood_as_one(door: Door, dialect: Dialect) -> None:
    submission = dialect.submission() | {"content": wrong(dialect.document().decode()).encode()}
    answer = door.ask("POST", "/ispws/submit", **submission)
    with pytest.raises(ClientError) as found:
        dialect.read(answer)
    assert found.value.code in {4100, None}
    assert "must be a past date" in response(answer.content).description


@each_dialect
def test_wrong_credentials_are_an_empty_401(door: Door, dialect: Dialect) -> None:
    answer = door.ask("POST", "/ispws/submit", as_=NOBODY, **dialect.submission())
    assert (answer.status_code, answer.content) == (401, b"")
