"""Whatever arrives is answered in the door's language, and not a word of it reaches a log."""

import json
import logging

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from tests.doors.provider.papers import AS_JSON, MINIMAL, response
from tests.doors.provider.wiring import Door
from tests.laws.mutations import documents, mutated
from tipline.codecs import cybertipline
from tipline.services.admit_provider import Credentials

anything = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])

POSTS = (
    "/ispws/submit",
    "/ispws/finish",
    "/ispws/retract",
    "/ispws/upload",
    "/api/v1/reports",
    "/api/v1/reports/17/supplements",
)
KINDS = (
    b"text/xml",
    b"application/json",
    b"application/x-www-form-urlencoded",
    b"multipart/form-data; boundary=b17",
    b"multipart/form-data; boundary=",
    b'multipart/form-data; boundary="',
    b"multipart/form-data",
    b"\xff\xfe",
    b"",
)
FORM_MARKS = st.sampled_from(
    [
        *(b"--b17", b"--", b"\r\n", b"\n", b"id=", b"&", b"%", b"17", b" ", b";", b'"', b"\x00"),
        *(b"Content-Disposition:", b"form-data;", b'name="id"', b"filename=x"),
    ]
)
FORMS = st.lists(FORM_MARKS | st.binary(max_size=8), max_size=24).map(b"".join)


def is_in_the_doors_language(path: str, status: int, headers: dict[str, str], body: bytes) -> None:
    """Hold an answer against what this door may say."""
    assert status < 500
    assert headers["request-id"]
    if path.startswith("/ispws"):
        assert headers["content-type"] == "application/xml"
        code = cybertipline.decode_response(body).code
        assert (code == 0) == (status == 200)
    elif status < 300:
        assert json.loads(body)["receipt"]
    else:
        assert headers["content-type"] == "application/problem+json"
        assert json.loads(body)["status"] == status


@anything
@given(
    path=st.sampled_from(POSTS), kind=st.sampled_from(KINDS), body=st.binary(max_size=300) | FORMS
)
def test_any_bytes(door: Door, path: str, kind: bytes, body: bytes) -> None:
    answer = door.raw("POST", path, body, [(b"content-type", kind)])
    is_in_the_doors_language(path, *answer)


@anything
@given(body=documents() | mutated())
def test_any_document(door: Door, body: bytes) -> None:
    status, _, answer = door.raw("POST", "/ispws/submit", body)
    said = response(answer)
    assert (status, said.code) in {(200, 0), (400, 4100), (400, 4110)}
    if said.code == 4100:
        assert said.description.startswith("Validation failed: ")


@anything
@given(
    body=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ).map(json.dumps)
)
def test_any_json(door: Door, body: str) -> None:
    status, headers, answer = door.raw("POST", "/api/v1/reports", body.encode())
    assert status == 400
    is_in_the_doors_language("/api/v1/reports", status, headers, answer)


@anything
@given(
    path=st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    base=st.sampled_from(("/ispws/", "/api/v1/reports/", "/", "")),
)
def test_any_path(door: Door, path: str, base: str) -> None:
    status, headers, _ = door.raw("GET", base + path)
    assert status < 500
    assert headers["request-id"]


@anything
@given(
    name=st.sampled_from((b"authorization", b"idempotency-key", b"content-length")),
    value=st.binary(max_size=80),
)
def test_any_header(door: Door, name: bytes, value: bytes) -> None:
    status, _, _ = door.raw("POST", "/ispws/submit", MINIMAL.encode(), [(name, value)])
    assert status in {200, 400, 401, 413, 422}


@pytest.mark.parametrize(("length", "status"), [("9" * 5_000, 413), ("-5", 200), ("x", 200)])
def test_a_length_that_cannot_be(door: Door, length: str, status: int) -> None:
    headers = [(b"content-length", length.encode())]
    assert door.raw("POST", "/ispws/submit", MINIMAL.encode(), headers)[0] == status


def test_no_word_of_a_request_reaches_a_log(
    door: Door, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    note = "<additionalInfo>Canary 17.</additionalInfo></report>"
    good = MINIMAL.replace("desk@", "canary@").replace("</report>", note)
    bodies = (good, good[:-30], good.replace("Child Sex", "Canary"), good + "<!--canary-->")
    form = b'--b17\r\nContent-Disposition: form-data; name="canary"\r\n\r\ncanary\r\ncanary'
    multipart = [(b"content-type", b"multipart/form-data; boundary=b17")]
    with capture_logs() as logs:
        for body in (*(text.encode() for text in bodies), AS_JSON.replace(b"desk@", b"canary@")):
            for path in POSTS:
                door.post(path, body, headers={"Idempotency-Key": "canary"})
                door.post(path, body, as_=Credentials(username="canary", password="canary"))
        door.raw("POST", "/ispws/finish", form, multipart)
        door.ask("GET", "/ispws/canary?canary=canary")
        door.ask("GET", "/api/v1/reports/canary")
        door.ask("CANARY", "/ispws/submit")
    heard = repr(logs).lower() + "".join(capfd.readouterr()).lower()
    ours = [entry.getMessage() for entry in caplog.records if not entry.name.startswith("http")]
    assert "canary" not in heard + "".join(ours).lower()
