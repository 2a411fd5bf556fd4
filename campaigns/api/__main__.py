"""`make api-fuzz`: asks a hotline's provider door everything, and then everything it cannot mean.

Schemathesis goes through the OpenAPI document of the JSON surface; then made-up requests go over
raw sockets, mostly to `/ispws`: methods, paths, headers, forms, documents, and what is no HTTP.
No answer is a 5xx; each has its marks and is in the door's own language; none says a word of what
another provider filed. One check of Schemathesis is left out: that whatever fits the schema is
taken. The rules for reports (an incident has a time, a reporter an address) are not in it.
"""

import argparse
import http.client
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from campaigns.api.answers import CANARY
from campaigns.api.fuzzing import Fuzzer
from campaigns.documents import in_json
from campaigns.hotline import Hotline
from campaigns.record import Figures, conclude

_LEFT_OUT = "positive_data_acceptance"


def main() -> int:
    """Run both; 1 if a law was broken."""
    options = argparse.ArgumentParser(description="Fuzz the provider door.")
    options.add_argument("--examples", type=int, default=300, help="of Schemathesis, an operation")
    options.add_argument("--phases", default="coverage,fuzzing", help="of Schemathesis")
    options.add_argument("--requests", type=int, default=40_000, help="over raw sockets")
    options.add_argument("--seed", type=int, default=17)
    options.add_argument("--record", action="store_true", help="keep the figures in results/")
    given = options.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tipline-api-") as name:
        hotline = Hotline(Path(name) / "data")
        hotline.start()
        try:
            figures, broken = _run(hotline, given)
        finally:
            hotline.stop()
    figures["seconds"] = round(time.monotonic() - began)
    return conclude("api", figures, broken, record=given.record)


def _run(hotline: Hotline, given: argparse.Namespace) -> tuple[Figures, list[str]]:
    pids = hotline.processes()
    other, own = hotline.admit("Example Mail"), hotline.admit("Example Chat")
    canary = CANARY.decode()
    numbers = [_filed(hotline.port, other, f"{canary}{n}") for n in range(5)]
    mine = _filed(hotline.port, own, "fuzz")
    cases, broken = 0, list[str]()
    for number in (None, mine):
        tried, failed = _schemathesis(hotline, own, given, number)
        cases += tried
        broken += failed
    fuzzer = Fuzzer(hotline.port)
    fuzzer.fuzz(given.requests, given.seed, own, [*numbers, mine])
    broken += fuzzer.broken
    if pids != hotline.processes():
        broken.append("a process ended, and was started anew")
    if "request_failed" in hotline.log.read_text("utf-8", "replace"):
        broken.append("a request failed for a fault of ours: see the log")
    if hotline.command("audit", "verify").returncode:
        broken.append("the audit log is not whole")
    figures = {
        "seed": given.seed,
        "schemathesis_cases": cases,
        "requests_over_raw_sockets": fuzzer.requests,
        "answers": dict(sorted(fuzzer.statuses.items())),
    }
    return figures, broken


def _filed(port: int, authorization: str, token: str) -> int:
    """File one report and return its number."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Authorization": authorization, "Content-Type": "application/json"}
    connection.request("POST", "/api/v1/reports", in_json(token, urgent=False), headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return int(answer.headers["Location"].rpartition("/")[2])


def _schemathesis(
    hotline: Hotline, authorization: str, given: argparse.Namespace, number: int | None
) -> tuple[int, list[str]]:
    """Run Schemathesis; with a number, all its requests are about this provider's own report."""
    folder = hotline.folder.parent
    config = folder / "schemathesis.toml"
    config.write_text("" if number is None else f"[parameters]\nnumber = {number}\n", "utf-8")
    program = Path(sys.executable).with_name("schemathesis")
    phases = given.phases if number is None else "fuzzing"
    command = [
        *(str(program), "--config-file", str(config), "run", "--no-color"),
        *(f"http://127.0.0.1:{hotline.port}/api/openapi.json", "--phases", phases),
        *("--header", f"Authorization: {authorization}", "--seed", str(given.seed)),
        *("--max-examples", str(given.examples), "--exclude-checks", _LEFT_OUT),
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder)
    found = re.search(r"(\d+) generated", done.stdout)
    cases = int(found[1]) if found else 0
    print(f"Schemathesis: {cases:,} cases", flush=True)
    whole = done.returncode == 0 and cases > 0
    return cases, [] if whole else [f"Schemathesis: {done.stdout[-6_000:]}{done.stderr[-2_000:]}"]


if __name__ == "__main__":
    sys.exit(main())
