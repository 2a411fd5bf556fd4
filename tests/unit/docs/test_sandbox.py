"""The page about the sandbox says what there is: faults, codes, calls, options, control."""

import re

from tests.architecture.tree import ROOT
from tipline.bootstrap.sandbox import open_sandbox
from tipline.cli.filing.sandbox import sandbox
from tipline.doors.sandbox import control
from tipline.doors.sandbox.calls import CALLS
from tipline.doors.sandbox.exchanges import MOST_EXCHANGES, Exchange
from tipline.doors.sandbox.faults import CODES, FAULTS
from tipline.doors.sandbox.state import SandboxState
from tipline.integrations.pytest_sandbox import TiplineSandbox
from tipline.stores.memory.kept import MOST_BYTES, MOST_KEYS, MOST_REPORTS

PAGE = (ROOT / "docs/sandbox.md").read_text("utf-8")


def section(title: str) -> str:
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


def test_the_faults_are_those_of_the_table() -> None:
    rows = re.findall(r"^\| `([a-z_]+)` \| (yes|no)", section("Faults"), re.MULTILINE)
    assert [name for name, _ in rows] == [*FAULTS]
    assert {name: acts == "yes" for name, acts in rows} == {
        name: fault.acts for name, fault in FAULTS.items()
    }


def test_the_seconds_of_each_fault_are_told() -> None:
    for name, fault in FAULTS.items():
        (row,) = re.findall(rf"^\| `{name}` .*$", section("Faults"), re.MULTILINE)
        if fault.seconds is None:
            assert "seconds" not in row
        elif name != "hang_after":  # "as above"
            assert f"({fault.seconds:g})" in row


def test_the_codes_are_those_of_the_table() -> None:
    rows = re.findall(
        r"^\| (\d{4}) \| (\d{3}) \| (.*?)(?: \(empty body in XML\))? \| `(\w+)` \|$",
        section("Faults"),
        re.MULTILINE,
    )
    assert {int(code): (title, int(status), name) for code, status, title, name in rows} == {
        code: tuple(row) for code, row in CODES.items()
    }


def test_every_call_is_named() -> None:
    assert [name for name in ("any", *CALLS) if f"`{name}`" not in section("Faults")] == []


def test_every_option_is_named() -> None:
    options = [name for param in sandbox.params for name in param.opts]
    assert [name for name in options if f"`{name}`" not in section("The first minute")] == []


def test_every_route_of_the_control_is_named() -> None:
    told = section("From programs")
    routes = control.routes(SandboxState(open_sandbox("a", "b")))
    named = {
        f"{method} {route.path}"
        for route in routes
        for method in (route.methods or set()) - {"HEAD"}
        if "{" not in route.path
    }
    assert [name for name in named if f"`{name}`" not in told] == []
    assert "`/sandbox/api/faults/{id}`" in told


def test_every_field_of_an_exchange_is_named_but_the_plain_ones() -> None:
    plain = {"number", "at", "format", "more_problems"}
    fields = {*Exchange.__struct_fields__} - plain
    assert [name for name in fields if f"`{name}`" not in section("From programs")] == []


def test_everything_of_the_fixture_is_named() -> None:
    told = section("In your tests")
    methods = [name for name in vars(TiplineSandbox) if not name.startswith("_")]
    for name in (*methods, "url", "xml", "json", "username", "password"):
        assert f"`.{name}" in told, name


def test_the_limits_are_those_in_force() -> None:
    told = section("What it is not")
    assert f"{MOST_REPORTS:,} reports" in told
    assert f"{MOST_KEYS:,} idempotency keys" in told
    assert f"{MOST_EXCHANGES:,} requests" in told
    assert f"{MOST_BYTES // 1_048_576} MiB" in told
