"""Who comes in, for how long, and what those who do not come in learn."""

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest

from tests.doors.desk.wiring import PASSWORD, STEP, Desk, Page
from tipline.domain.audit.entry import Entry
from tipline.domain.desk import IDLE, LONGEST_SESSION, REFUSALS_COUNTED_FOR, DeskRole
from tipline.domain.outbox import STUCK_ATTEMPTS, TAKEN_FOR
from tipline.ports.operations import DisableUser, ReplaceSecondFactor, Request, TakeOutbox
from tipline.services.desk.log_in import token_digest
from tipline.stores.audit_log import DatabaseTrail

SECOND = timedelta(seconds=1)


def without_token(page: Page) -> str:
    """Return a page's text without what is new on every page."""
    lines = (line for line in page.text.splitlines() if "csrfmiddlewaretoken" not in line)
    return "\n".join(line for line in lines if "nonce=" not in line)


def test_who_is_not_in_is_sent_to_the_log_in_page(desk: Desk) -> None:
    page = desk.guest().get("/")
    assert (page.status_code, page.to) == (303, "/desk/log-in/")


def test_the_first_time_a_password_has_to_be_chosen(desk: Desk) -> None:
    new = desk.admit("ada")
    guest = desk.guest()
    entered = guest.post(
        "/log-in/", name=" Ada ", password=new.password, code=desk.code(new.secret)
    )
    assert (entered.status_code, entered.to) == (303, "/desk/password/")
    assert guest.get("/").to == "/desk/password/"
    changed = guest.post("/password/", old=new.password, new=PASSWORD, again=PASSWORD)
    assert (changed.status_code, changed.to) == (303, "/desk/")
    assert guest.get("/").status_code == 200


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"new": "short", "again": "short"}, "15 to 200 characters"),
        ({"new": PASSWORD, "again": "another one that is long"}, "not the same"),
        ({"new": PASSWORD, "again": PASSWORD}, "that is new"),
        ({"new": "these words name ada too", "again": "these words name ada too"}, "that is new"),
        (
            {"old": "wrong", "new": "other words in a row", "again": "other words in a row"},
            "present password is not right",
        ),
    ],
)
def test_a_password_that_cannot_be_used_is_explained(
    desk: Desk, fields: dict[str, str], words: str
) -> None:
    ada = desk.user("ada")
    page = ada.post("/password/", **({"old": PASSWORD} | fields))
    assert page.status_code == 422
    assert words in page.text


def test_changing_the_password_ends_the_other_sessions(desk: Desk) -> None:
    ada = desk.user("ada")
    other = desk.guest(ada.cookies)
    desk.clock.wait(STEP)
    ada.cookies.clear()
    ada.log_in()
    assert other.get("/").status_code == 200
    ada.post("/password/", old=PASSWORD, new="other words in a row", again="other words in a row")
    assert other.get("/").to == "/desk/log-in/"
    assert ada.get("/").status_code == 200


def test_whoever_is_refused_learns_nothing(desk: Desk) -> None:
    ada = desk.user("ada")
    gone = desk.user("gone")
    desk.writer.write(Request(operation=DisableUser(name="gone"), actor="service:test"))
    desk.clock.wait(STEP)
    right = desk.code(ada.secret)
    tries = [
        ("nobody", PASSWORD, right),
        ("ada", "wrong", right),
        ("ada", PASSWORD, "000000"),
        ("ada", PASSWORD, ""),
        ("gone", PASSWORD, desk.code(gone.secret)),
    ]
    pages = [
        desk.guest().post("/log-in/", name=name, password=password, code=code)
        for name, password, code in tries
    ]
    assert {page.status_code for page in pages} == {422}
    texts = {
        without_token(page).replace(f'value="{name}"', "")
        for page, (name, _, _) in zip(pages, tries, strict=True)
    }
    assert len(texts) == 1
    assert all("wrong" not in page.text and right not in page.text for page in pages)


def test_the_name_that_was_typed_is_not_lost_and_the_password_is_not_shown(desk: Desk) -> None:
    page = desk.guest().post("/log-in/", name="ada", password=PASSWORD, code="123456")
    assert 'value="ada"' in page.text
    assert PASSWORD not in page.text
    assert "123456" not in page.text


def test_a_code_works_once_however_it_is_typed(desk: Desk) -> None:
    ada = desk.user("ada")
    desk.clock.wait(STEP)
    code = desk.code(ada.secret)
    first = ada.log_in(code=f"{code[:3]} {code[3:]}")
    assert first.status_code == 303
    for again in (code, f" {code}", f"{code[:3]} {code[3:]}"):
        assert ada.log_in(code=again).status_code == 422
    desk.clock.wait(STEP)
    assert ada.log_in(code=code).status_code == 422
    assert ada.log_in().status_code == 303


def test_a_session_ends_when_idle_to_the_second(desk: Desk) -> None:
    ada = desk.user("ada")
    for _ in range(3):
        desk.clock.wait(IDLE - SECOND)
        assert ada.get("/").status_code == 200
    desk.clock.wait(IDLE)
    page = ada.get("/")
    assert (page.to, page.headers["location"]) == ("/desk/log-in/", "/desk/log-in/?over=1")
    assert "session is over" in ada.get("/log-in/?over=1").text


def test_a_session_ends_after_ten_hours_to_the_second(desk: Desk) -> None:
    ada = desk.user("ada")
    begun = desk.clock.moment
    while begun + LONGEST_SESSION - desk.clock.moment > IDLE:
        desk.clock.wait(IDLE - SECOND)
        assert ada.get("/").status_code == 200
    desk.clock.moment = begun + LONGEST_SESSION - SECOND
    assert ada.get("/").status_code == 200
    desk.clock.wait(SECOND)
    assert ada.get("/").to == "/desk/log-in/"


def test_logging_out_ends_the_session_on_the_server(desk: Desk) -> None:
    ada = desk.user("ada")
    token = ada.cookies["desk"]
    stolen = desk.guest(ada.cookies)
    assert ada.post("/log-out/").to == "/desk/log-in/"
    assert desk.desk.session(token_digest(token)) is None
    stolen.cookies.set("desk", token)
    assert stolen.get("/").to == "/desk/log-in/"


def test_the_store_knows_no_token(desk: Desk) -> None:
    ada = desk.user("ada")
    assert desk.desk.session(token_digest(ada.cookies["desk"])) is not None
    assert desk.desk.session(bytes.fromhex(ada.cookies["desk"])) is None


@pytest.mark.parametrize(
    "end",
    [
        lambda: DisableUser(name="ada"),
        lambda: ReplaceSecondFactor(name="ada", factor=b"\x01sealed"),
    ],
)
def test_what_an_operator_changes_holds_from_the_next_request_on(
    desk: Desk, end: Callable[[], DisableUser | ReplaceSecondFactor]
) -> None:
    ada = desk.user("ada")
    assert ada.get("/").status_code == 200
    desk.writer.write(Request(operation=end(), actor="service:test"))
    assert ada.get("/").to == "/desk/log-in/"


def test_guessing_is_slowed_down_and_locks_nobody_out(desk: Desk) -> None:
    ada = desk.user("ada")
    guesser = desk.guest()
    for _ in range(5):
        refused = guesser.post("/log-in/", name="ada", password="guess", code="000000")
        assert refused.status_code == 422
    slowed = guesser.post("/log-in/", name="ada", password="guess", code="000000")
    assert (slowed.status_code, slowed.headers["retry-after"]) == (429, "1")
    desk.clock.wait(STEP)
    assert ada.log_in().status_code == 303  # a browser ada came in with before
    desk.clock.wait(STEP)
    elsewhere = desk.guest()
    entered = elsewhere.post("/log-in/", name="ada", password=PASSWORD, code=desk.code(ada.secret))
    assert entered.status_code == 303


def test_guessing_at_nobodys_name_is_slowed_down_the_same_way(desk: Desk) -> None:
    guesser = desk.guest()
    statuses = [
        guesser.post("/log-in/", name="nobody", password="guess", code="000000").status_code
        for _ in range(6)
    ]
    assert statuses == [422] * 5 + [429]


def test_nobody_is_let_in_while_the_store_cannot_write(desk: Desk) -> None:
    ada = desk.user("ada")
    ada.cookies.clear()
    desk.clock.wait(STEP)
    desk.writer.fails = True
    page = ada.log_in()
    assert page.status_code == 503
    assert "Wait a minute" in page.text


@pytest.mark.usefixtures("desk")
def test_cookies_are_strict_and_in_production_secure() -> None:
    desk = Desk(secure=True)
    new = desk.admit("ada")
    guest = desk.guest()
    page = guest.post("/log-in/", name="ada", password=new.password, code=desk.code(new.secret))
    cookies = page.headers.get_list("set-cookie")
    assert {cookie.partition("=")[0] for cookie in cookies} >= {
        "__Secure-desk",
        "__Secure-desk-browser",
    }
    for cookie in cookies:
        assert {"HttpOnly", "Secure", "SameSite=Strict"} <= set(cookie.split("; "))


def test_an_operator_comes_to_the_page_an_operator_can_use(desk: Desk) -> None:
    oscar = desk.user("oscar", DeskRole.OPERATOR)
    assert oscar.get("/").to == "/desk/operation/"


def refusals(user: int) -> list[tuple[str, str | None]]:
    """Return who the log says was refused, and at which count."""
    found = (msgspec.json.decode(line, type=Entry) for line in DatabaseTrail().lines())
    return [
        (entry.subject, entry.detail)
        for entry in found
        if entry.action == "session.refused" and entry.subject == f"user:{user}"
    ]


def test_a_refused_log_in_is_in_the_audit_log_without_what_was_typed(desk: Desk) -> None:
    ada = desk.user("ada")
    desk.clock.wait(STEP)
    for _ in range(3):
        desk.guest().post("/log-in/", name="ada", password="wrong", code="000000")
    desk.guest().post("/log-in/", name="Nobody Known", password="wrong", code="000000")
    assert refusals(ada.number) == [(f"user:{ada.number}", "1")]
    assert refusals(0) == [("user:0", "1")]
    assert all(b"nobody known" not in line.lower() for line in DatabaseTrail().lines())


def test_a_code_that_was_used_and_a_wrong_present_password_are_refusals(desk: Desk) -> None:
    ada = desk.user("ada")
    desk.clock.wait(STEP)
    code = desk.code(ada.secret)
    ada.log_in(code=code)
    assert refusals(ada.number) == []
    ada.log_in(code=code)
    assert refusals(ada.number) == [(f"user:{ada.number}", "1")]
    desk.clock.wait(REFUSALS_COUNTED_FOR)
    ada.cookies.clear()
    ada.log_in()
    ada.post("/password/", old="wrong", new="other words in a row", again="other words in a row")
    assert len(refusals(ada.number)) == 2


def test_an_alert_that_cannot_leave_is_shown_to_those_who_run_the_hotline(desk: Desk) -> None:
    oscar, ada = desk.user("oscar", DeskRole.OPERATOR), desk.user("ada")
    desk.report(urgent=True)
    words = "1 alert could not be sent by e-mail"
    for _ in range(STUCK_ATTEMPTS):
        assert words not in oscar.get("/operation/").text
        desk.clock.wait(TAKEN_FOR)
        desk.writer.write(Request(operation=TakeOutbox(), actor="service:post"))
    assert words in oscar.get("/operation/").text
    assert words not in ada.get("/").text
