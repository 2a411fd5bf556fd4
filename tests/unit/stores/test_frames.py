"""Frames on the wire between doors and writer."""

import struct

import pytest

from tipline.domain.errors import StoreUnavailableError
from tipline.domain.lifecycle import State
from tipline.ports import operations as ops
from tipline.stores.writer.frames import (
    LONGEST,
    Answer,
    Frames,
    Question,
    decode_answer,
    decode_question,
    encode_frame,
)

REQUEST = ops.Request(operation=ops.ReserveNumbers(count=3), actor="service:test")
RESULTS: list[ops.AnyResult | None] = [
    ops.Done(number=1),
    ops.Received(number=1, at=2, digest=b"\x00\xff"),
    ops.WrongState(state=State.EXPIRED),
    ops.Unknown(),
    ops.Taken(),
    ops.KeyConflict(),
    None,
]


def test_a_question_survives_being_cut_anywhere() -> None:
    question = Question(7, REQUEST)
    stream = encode_frame(question) * 2
    for cut in range(len(stream) + 1):
        frames = Frames()
        bodies = [*frames.feed(stream[:cut]), *frames.feed(stream[cut:])]
        assert [decode_question(body) for body in bodies] == [question, question]


@pytest.mark.parametrize("result", RESULTS)
def test_every_result_survives(result: ops.AnyResult | None) -> None:
    (body,) = Frames().feed(encode_frame(Answer(9, result)))
    assert decode_answer(body) == Answer(9, result)


def test_a_frame_longer_than_any_operation_is_refused() -> None:
    with pytest.raises(StoreUnavailableError):
        Frames().feed(struct.pack(">I", LONGEST + 1))
