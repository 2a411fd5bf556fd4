"""Small mappings for tests: what every mapping needs, and one thing more."""

import json
from typing import Any

from tipline.codecs.platform import MappedCase, Mapping, MappingError, read_mapping
from tipline.domain.problems import Problem
from tipline.domain.report import Report

NEEDED = """\
[summary]
incident_type = "online_enticement"
incident_time = "2026-10-02T07:30:00Z"
{summary}
[reporter.person]
emails = [{{ address = "reports@example.org" }}]
"""


def text_of(more: str = "", *, summary: str = "") -> str:
    """Return a whole mapping: what is needed, lines in the summary, and more after it."""
    return NEEDED.format(summary=summary) + more


def mapping_of(more: str = "", *, summary: str = "") -> Mapping:
    return read_mapping(text_of(more, summary=summary).encode())


def refused(toml: str) -> tuple[Problem, ...]:
    """Return what is wrong with a mapping; nothing if it can be used."""
    try:
        read_mapping(toml.encode())
    except MappingError as error:
        return error.problems
    return ()


def only(toml: str) -> Problem:
    """Return the one problem of a mapping."""
    (problem,) = refused(toml)
    return problem


def examined(case: Any, more: str = "", *, summary: str = "") -> MappedCase:  # noqa: ANN401
    """Return what becomes of a case, given as what JSON stands for."""
    return mapping_of(more, summary=summary).examine(json.dumps(case).encode())


def made(case: Any, more: str = "", *, summary: str = "") -> Report:  # noqa: ANN401
    """Return the report of a case that has no problems."""
    found = examined(case, more, summary=summary)
    assert found.problems == ()
    return found.report


def wrong(case: Any, more: str = "", *, summary: str = "") -> list[tuple[str, str]]:  # noqa: ANN401
    """Return places and codes of what is wrong with a case."""
    found = examined(case, more, summary=summary)
    return [(problem.path, problem.code) for problem in found.problems]
