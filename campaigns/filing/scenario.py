"""One scenario with every kind of service: what it answers must be the same.

`python -m campaigns.filing.scenario` prints a table; the exit status is 1 if anything differs.
"""

import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any, Final

import httpx

from campaigns.filing.peers import KINDS, Peer, started
from tipline import decode_report
from tipline.codecs.cybertipline import decode_response
from tipline.filing import Client, Filer, TestCredentials, TestEndpoint, Worker
from tipline.filing.errors import FilingError
from tipline.filing.service.answers import Opened

SCENARIO: Final = Path(__file__).with_name("scenario.toml")
_EXAMPLES: Final = Path(__file__).parents[2] / "examples"
Step = dict[str, Any]


def read_scenario() -> list[Step]:
    """Return the steps."""
    steps: list[Step] = tomllib.loads(SCENARIO.read_text("utf-8"))["step"]
    return steps


class Actor:
    """Plays the scenario with one service."""

    def __init__(self, peer: Peer, folder: Path) -> None:
        self._peer = peer
        self._folder = folder
        self._endpoint = TestEndpoint(peer.base_url)
        self._numbers: dict[str, int] = {}

    def play(self, step: Step) -> str:
        """Take one step and return its outcome in words."""
        password = step.get("password", self._peer.password)
        credentials = TestCredentials(self._peer.username, password)
        if step["call"] == "outbox":
            return self._through_outbox(step, credentials)
        if step["call"] not in {"status", "xsd", "submit", "finish", "retract"}:
            return self._raw(step)
        with Client(self._endpoint, credentials) as client:
            try:
                return self._told(step, self._ask(client, step))
            except FilingError as error:
                code = "-" if error.response_code is None else error.response_code
                return f"{error.code} {code} {error.status}"

    def _ask(self, client: Client[TestEndpoint], step: Step) -> object:
        call = step["call"]
        if call == "submit":
            return client.submit(_document(step), key=step.get("key"))
        if call in {"finish", "retract"}:
            number = step.get("number") or self._numbers[step["report"]]
            return client.finish(number) if call == "finish" else client.retract(number)
        return client.status() if call == "status" else client.xsd()

    def _told(self, step: Step, result: object) -> str:
        words = type(result).__name__.lower()
        if isinstance(result, Opened):
            same = [name for name, number in self._numbers.items() if number == result.report_id]
            self._numbers[step["as"]] = result.report_id
            return f"{words}, the same as {same[0]}" if same else words
        return words

    def _raw(self, step: Step) -> str:
        answer = httpx.post(
            f"{self._peer.base_url}/{step['call']}",
            content=step["text"].encode(),
            auth=(self._peer.username, self._peer.password),
        )
        return f"HTTP {answer.status_code}, code {decode_response(answer.content).code}"

    def _through_outbox(self, step: Step, credentials: TestCredentials) -> str:
        filer = Filer(self._folder, self._endpoint, credentials)
        try:
            follows = [self._numbers[step["follows"]]] if "follows" in step else []
            item = filer.enqueue(decode_report(_document(step)), follows=follows)
            if "as" in step:
                self._numbers[step["as"]] = item.number
            with Worker(filer) as worker:
                worker.drain()
            return filer.item(item.number).state.name.lower()
        finally:
            filer.close()


def _document(step: Step) -> bytes:
    if "text" in step:
        return str(step["text"]).encode()
    return (_EXAMPLES / str(step["document"])).read_bytes()


def outcomes(kind: str, folder: Path) -> list[str]:
    """Play the scenario with a service of a kind and return the outcomes."""
    with started(kind, folder) as peer:
        actor = Actor(peer, folder / "outbox")
        return [actor.play(step) for step in read_scenario()]


def main() -> int:
    """Play it with every kind of service."""
    found: dict[str, list[str]] = {}
    for kind in KINDS:
        with tempfile.TemporaryDirectory(prefix="tipline-scenario-") as name:
            found[kind] = outcomes(kind, Path(name))
    wrong = 0
    for place, step in enumerate(read_scenario()):
        told = {kind: found[kind][place] for kind in KINDS}
        differs = {*told.values()} != {step["expect"]}
        wrong += differs
        print(f"{'DIFFERS' if differs else 'same':8}{step['call']:9}{step['expect']}")
        if differs:
            print(f"        {told}")
    print(f"{len(read_scenario())} steps with {', '.join(KINDS)}: {wrong} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
