"""The page for engineers says what the door does."""

import json
import re
from pathlib import Path

from tests.doors.provider.test_openapi import check
from tests.doors.provider.wiring import Door
from tipline.codecs.documents import InvalidDocumentError, UnreadableDocumentError
from tipline.doors.provider.app import Doorway
from tipline.doors.provider.problems import ANSWERS
from tipline.doors.provider.reception import REQUESTS_PER_MINUTE
from tipline.doors.provider.refusals import RefusedError

PAGE = (Path(__file__).parents[3] / "docs/reference/provider-door.md").read_text("utf-8")


def test_the_page_names_every_path(door: Door) -> None:
    assert isinstance(door.app, Doorway)
    paths = [getattr(route, "path", "") for route in door.app.routes]
    shown = [re.sub("^/(ispws|api/v1|api)", "", path) for path in paths]
    assert [path for path in shown if path not in PAGE] == []


def test_the_page_names_every_code_with_its_status() -> None:
    listed = re.search(r"`code` is one of: (.*?)\n\n", PAGE, re.DOTALL)
    assert listed is not None
    named = {
        code: int(status)
        for codes, status in re.findall(r"([^()]+)\((\d+)\)", listed[1])
        for code in re.findall(r"`(\w+)`", codes)
    }
    assert named == {code: ANSWERS[code].json_status for code in named}
    can_be_met = {
        *(kind.code for kind in RefusedError.__subclasses__()),
        *(UnreadableDocumentError.code, InvalidDocumentError.code, "store_unavailable"),
    }
    assert can_be_met - {"report_finished"} <= {*named}, "only XML finishes"


def test_the_page_names_every_response_code_with_its_status() -> None:
    rows = re.findall(r"(?m)^\| ([\d, ]+) \| ([\d, ]+) \|", PAGE)
    shown = {
        (int(code), int(status))
        for codes, statuses in rows
        for code in codes.split(",")
        for status in statuses.split(",")
    }
    given = {(answer.response_code, answer.status) for answer in ANSWERS.values()}
    assert shown == given - {(2000, 401)} | {(0, 200)}


def test_the_examples_are_answers_of_this_door() -> None:
    receipt, problem = (
        json.loads(text) for text in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    )
    check(receipt, "ReportAnswer")
    check(problem, "ProblemDetails")


def test_the_limits_are_those_of_the_door() -> None:
    assert f"{REQUESTS_PER_MINUTE:,} a minute" in PAGE
    assert {*re.findall(r"https?://([\w.]+)", PAGE)} == {"HOTLINE", "hotline.example.org"}
