"""Service names: spellings and aliases become one scope."""

import pytest

from tipline.domain.identifiers.tables.services import SERVICES
from tipline.domain.identifiers.text.service import service_scope


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        (None, ""),
        ("", ""),
        (" \u200b", ""),
        ("Example Chat", "example chat"),
        ("  EXAMPLE-chat ", "example chat"),
        ("example_chat.", "example chat"),
        ("Example Chat, Inc.", "example chat"),
        ("Example Chat Ltd", "example chat"),
        ("Inc.", "inc"),
        (f"Example{' Inc.' * 17}", "example"),
        ("X Corp.", "twitter"),
        ("Twitter/X", "twitter"),
        ("\uff25xample Chat\u2122", "example chattm"),
        (
            "\u0423\u0441\u043b\u0443\u0433\u0430 \u2014 17",
            "\u0443\u0441\u043b\u0443\u0433\u0430 17",
        ),
        ("???", "???"),
        ("\u2605", "\u2605"),
    ],
)
def test_service_scope(name: str | None, scope: str) -> None:
    assert service_scope(name) == scope
    assert service_scope(scope) == scope


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_aliases_are_one_service(service: tuple[str, tuple[str, ...], tuple[str, ...]]) -> None:
    name, aliases, domains = service
    assert {service_scope(alias.upper()) for alias in (name, *aliases)} == {name}
    assert domains
