"""How operations travel between processes: numbered MessagePack messages with their length."""

import struct
from typing import Final

import msgspec

from tipline.domain.errors import StoreUnavailableError
from tipline.ports.operations import AnyResult, Request

_LENGTH: Final = struct.Struct(">I")
LONGEST: Final = 16 * 1_048_576
"""Bytes in one frame; a report of 1 MiB with all its sightings stays far below."""
PROVIDERS_CHANGED: Final = -1
"""The number of an answer to nobody's question: who the providers are may have changed."""


class Question(msgspec.Struct, frozen=True, array_like=True):
    """A request and the number its answer will carry."""

    number: int
    request: Request


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """The result for a numbered request; None if it could not be applied."""

    number: int
    result: AnyResult | None


_ENCODER: Final = msgspec.msgpack.Encoder()
_QUESTIONS: Final = msgspec.msgpack.Decoder(Question)
_ANSWERS: Final = msgspec.msgpack.Decoder(Answer)


def encode_frame(message: Question | Answer) -> bytes:
    """Return a message with its length in front."""
    body = _ENCODER.encode(message)
    return _LENGTH.pack(len(body)) + body


def decode_question(body: bytes) -> Question:
    """Return the request in a frame's body."""
    return _QUESTIONS.decode(body)


def decode_answer(body: bytes) -> Answer:
    """Return the result in a frame's body."""
    return _ANSWERS.decode(body)


class Frames:
    """Cuts a stream of bytes into the bodies of frames."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """Return the bodies that are complete with these bytes.

        Raises:
            StoreUnavailableError: the other side does not speak this protocol.
        """
        self._buffer += data
        bodies: list[bytes] = []
        start = 0
        while len(self._buffer) - start >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._buffer, start)
            if length > LONGEST:
                raise StoreUnavailableError("a frame is longer than any operation")
            end = start + _LENGTH.size + length
            if len(self._buffer) < end:
                break
            bodies.append(bytes(self._buffer[start + _LENGTH.size : end]))
            start = end
        del self._buffer[:start]
        return bodies
