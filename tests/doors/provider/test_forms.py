"""The form field `id`: multipart and urlencoded, in every spelling that clients have."""

from collections.abc import AsyncIterator

import pytest

from tests.doors.provider.papers import MINIMAL, response
from tests.doors.provider.wiring import Door
from tipline.codecs import cybertipline

URLENCODED = "application/x-www-form-urlencoded"


def submit(door: Door) -> int:
    answer = response(door.post("/ispws/submit", MINIMAL.encode()).content)
    assert answer.report_id is not None
    return answer.report_id


def multipart(*parts: str, boundary: str = "b17", close: str = "--") -> tuple[bytes, str]:
    """Return a form of parts, each its headers and its value, and its content type."""
    text = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts)
    body = f"{text}--{boundary}{close}\r\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"


def field(value: str, *, name: str = "id", more: str = "") -> str:
    return f'Content-Disposition: form-data; name="{name}"{more}\r\n\r\n{value}'


def send(door: Door, body: bytes, kind: str | None, call: str = "finish") -> tuple[int, int]:
    """Return the HTTP status and the code."""
    headers = {} if kind is None else {"Content-Type": kind}
    answer = door.post(f"/ispws/{call}", body, headers=headers)
    return answer.status_code, cybertipline.decode_response(answer.content).code


@pytest.mark.parametrize("call", ["finish", "retract"])
@pytest.mark.parametrize("kind", [URLENCODED, f"{URLENCODED}; charset=UTF-8", None, "text/plain"])
@pytest.mark.parametrize("form", ["id={}", "id=+{}+", "id=%20{}", "a=b&id={}&c", "id=00{}"])
def test_urlencoded(door: Door, call: str, kind: str | None, form: str) -> None:
    number = submit(door)
    assert send(door, form.format(number).encode(), kind, call) == (200, 0)


@pytest.mark.parametrize("call", ["finish", "retract"])
@pytest.mark.parametrize(
    "part",
    [
        'Content-Disposition: form-data; name="id"\r\n\r\n{}',
        "Content-Disposition: form-data; name=id\r\n\r\n{}",
        'content-disposition: form-data; name="id"\r\nContent-Type: text/plain\r\n\r\n{}',
        'Content-Type: text/plain\r\nContent-Disposition: form-data; name="id"\r\n\r\n{}',
        'X: y\r\nContent-Disposition: form-data; name="id"\r\nContent-Length: 7\r\n\r\n{}',
        'Content-Disposition: form-data; name="id"\r\n\r\n {}\r\n',
    ],
)
def test_multipart(door: Door, call: str, part: str) -> None:
    number = submit(door)
    assert send(door, *multipart(part.format(number)), call) == (200, 0)


def test_multipart_with_other_fields_and_a_long_boundary(door: Door) -> None:
    number = submit(door)
    parts = [field("x" * 5_000, name="note"), field(str(number)), field("", name="more")]
    assert send(door, *multipart(*parts, boundary="-" * 60 + "17")) == (200, 0)


def test_multipart_in_pieces_of_one_byte(door: Door) -> None:
    number = submit(door)
    body, kind = multipart(field(str(number)))

    async def pieces() -> AsyncIterator[bytes]:
        for byte in body:
            yield bytes([byte])

    answer = door.post("/ispws/finish", pieces(), headers={"Content-Type": kind})
    assert answer.status_code == 200


@pytest.mark.parametrize("call", ["finish", "retract"])
@pytest.mark.parametrize(
    "form",
    [
        "",
        "id",
        "id=",
        "id=abc",
        "id=17x",
        "id=1.5",
        "id=1e3",
        "id=0x11",
        "id=1 7",
        "id=%D9%A1%D9%A7",  # digits of another script
        "id=%00",
        "id=%FF",
        "ID=17",
        "reportId=17",
        "id=17&id=17",
        "id=" + "9" * 5_000,
        "&".join(["a=b"] * 200) + "&id=17",
        "<id>17</id>",
        '{"id": 17}',
    ],
)
def test_a_missing_or_non_numeric_id_is_an_invalid_request(
    door: Door, call: str, form: str
) -> None:
    assert send(door, form.encode(), URLENCODED, call) == (400, 4000)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        multipart(),
        multipart(field("abc")),
        multipart(field("")),
        multipart(field("17", name="reportId")),
        multipart(field("17"), field("18")),
        multipart(field("1" * 5_000)),
        (multipart(field("17"))[0][:-9], "multipart/form-data; boundary=b17"),
        multipart("17"),
        (b"id=17", "multipart/form-data; boundary=b17"),
        (b"", "multipart/form-data; boundary=b17"),
        (multipart(field("17"))[0], "multipart/form-data"),
        (multipart(field("17"))[0], "multipart/form-data; boundary=other"),
        (multipart(field("17"))[0], "multipart/form-data; boundary=" + "x" * 2_000),
        (b"--b17\r\n" + b"X: y\r\n" * 5_000, "multipart/form-data; boundary=b17"),
        (b"--b17\r\nContent-Disposition" + b"x" * 70_000, "multipart/form-data; boundary=b17"),
    ],
)
def test_a_broken_multipart_form_is_an_invalid_request(door: Door, body: bytes, kind: str) -> None:
    assert send(door, body, kind) == (400, 4000)


@pytest.mark.parametrize("kind", [URLENCODED, "multipart/form-data; boundary=b17"])
def test_a_form_is_never_larger_than_a_document(door: Door, kind: str) -> None:
    number = submit(door)
    body = f"id={number}&note=".encode()
    if "boundary" in kind:
        body = multipart(field(str(number)))[0].replace(b"--b17--\r\n", b"--b17\r\n")
        body += field("", name="note").encode()
    assert send(door, body + b"x" * 1_048_576, kind) == (413, 4110)


def test_the_answer_says_what_is_needed(door: Door) -> None:
    answer = door.ask("POST", "/ispws/finish", data={"number": "17"})
    assert "field id" in response(answer.content).description
