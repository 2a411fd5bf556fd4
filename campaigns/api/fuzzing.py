"""Fires made-up requests at a hotline from several threads, and keeps what broke a law."""

import re
import threading
import time
from collections import Counter

from campaigns.api.answers import answers_in, ask, broken_laws
from campaigns.api.requests import Requests

THREADS = 8


class Fuzzer:
    """What came of all requests: counts by status, and every broken law with its request."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._lock = threading.Lock()
        self.statuses: Counter[str] = Counter()
        self.broken: list[str] = []
        self.requests = 0

    def fuzz(self, total: int, seed: int, authorization: str, numbers: list[int]) -> None:
        """Send so many requests; says how far it is every ten seconds."""
        threads = [
            threading.Thread(
                target=self._send,
                args=(Requests(f"{seed}-{n}", authorization, numbers), total // THREADS),
            )
            for n in range(THREADS)
        ]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():
                thread.join(10)
                print(
                    f"{time.monotonic() - began:6.0f} s  {self.requests:,} requests"
                    f"  {len(self.broken)} broken",
                    flush=True,
                )

    def _send(self, requests: Requests, count: int) -> None:
        for _ in range(count):
            request = requests.next()
            try:
                laws, statuses = self._one(request)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
                laws, statuses = [f"{type(error).__name__}: {error}"], []
            with self._lock:
                self.requests += 1
                self.statuses.update(statuses or ["no answer"])
                shown = re.sub(rb"Basic [^\r]*", b"Basic ...", request)[:300]
                self.broken += [f"{law}: {shown!r}" for law in laws]

    def _one(self, request: bytes) -> tuple[list[str], list[str]]:
        bodiless = request.lstrip().startswith(b"HEAD ")
        answers = answers_in(ask(self._port, request), bodiless=bodiless)
        laws = [
            law
            for place, answer in enumerate(answers)
            for law in broken_laws(answer, bodiless=bodiless and place == 0)
        ]
        return laws, [str(answer.status) for answer in answers]
