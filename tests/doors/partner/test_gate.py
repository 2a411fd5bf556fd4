"""What is costly passes in turn, by link; who guesses takes nobody's turn."""

import asyncio
from collections import Counter

import msgspec
import pytest
from starlette.types import Message, Receive, Scope, Send

from tests.doors.partner.wiring import LINKS, Partner
from tipline.domain.referrals.states import ReferralState
from tipline.doors.partner.gate import RATES, Gate
from tipline.doors.theme.frame import REFUSED
from tipline.doors.theme.turns import Rate
from tipline.ports.referrals.rows import ReferralRow
from tipline.services.referrals.answer_referral import answer_token

NONE = Rate(1_000, 0)
"""Nobody waits: a burst goes through, the rest is refused."""


async def asked(gate: Gate, path: str, method: str = "GET", times: int = 1) -> None:
    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(_message: Message) -> None:
        return

    scope = {"type": "http", "method": method, "path": path, "root_path": "/answer"}
    await asyncio.gather(*(gate(scope, receive, send) for _ in range(times)))


class Inner:
    """Counts what comes through, and takes a while."""

    def __init__(self) -> None:
        self.came = Counter[str]()
        self.at_once = self.most = 0

    async def __call__(self, scope: Scope, _receive: Receive, _send: Send) -> None:
        self.came["refused" if REFUSED in scope else "served"] += 1
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        for _ in range(5):
            await asyncio.sleep(0)
        self.at_once -= 1


ROW = ReferralRow(
    number=1,
    case=1,
    agency="agency-a",
    is_test=False,
    state=ReferralState.RELEASED,
    version=1,
    override=None,
    redirected_from=None,
    opened_by=1,
    opened_at=17,
    changed_at=17,
    reason=None,
)


def path_of(referral: int) -> str:
    row = msgspec.structs.replace(ROW, number=referral)
    return f"/answer/{answer_token(row, 1, 17, LINKS)}/"


def test_one_link_has_few_requests_at_a_time() -> None:
    inner = Inner()
    gate = Gate(inner, LINKS)
    asyncio.run(asked(gate, path_of(1), times=10))
    assert inner.came == {"served": 4, "refused": 6}
    asyncio.run(asked(Gate(inner, LINKS), path_of(1)))
    assert inner.came["served"] == 5


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_guesses_take_no_turn_of_those_who_answer(method: str) -> None:
    inner = Inner()
    rates = {**RATES, "guess": Rate(5, 0)}

    async def flood() -> None:
        gate = Gate(inner, LINKS, rates)
        await asked(gate, f"/answer/{'A' * 35}/", method, times=50)
        served = inner.came["served"]
        assert served < 10
        await asked(gate, path_of(1), method, times=4)
        assert inner.came["served"] == served + 4

    asyncio.run(flood())


def test_looks_and_answers_have_turns_of_their_own() -> None:
    inner = Inner()
    rates = {**RATES, "look": Rate(2, 0)}

    async def flood() -> None:
        gate = Gate(inner, LINKS, rates)
        for referral in range(1, 20):
            await asked(gate, path_of(referral))
        assert inner.came["refused"] > 10
        before = inner.came["served"]
        await asked(gate, path_of(1), "POST")
        assert inner.came["served"] == before + 1

    asyncio.run(flood())


def test_what_the_page_looks_like_takes_no_turn() -> None:
    inner = Inner()
    rates = dict.fromkeys(RATES, Rate(0.001, 0))

    async def flood() -> None:
        await asked(Gate(inner, LINKS, rates), "/answer/assets/theme.css", times=20)

    asyncio.run(flood())
    assert inner.came == {"served": 20}


def test_who_is_refused_keeps_what_was_typed(store: None) -> None:  # noqa: ARG001
    partner = Partner({**RATES, "answer": Rate(0.001, 0)})
    referral, _ = partner.released()
    visitor = partner.visitor(referral)
    page = visitor.answer("outcome/", outcome="other", note="Synthetic note 17.")
    assert page.status == 503
    assert "This page is busy" in page.words
    assert "Synthetic note 17." in page.words
    assert partner.answers(referral) == []
