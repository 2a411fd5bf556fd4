"""Groups compare within their service; newsgroups have none."""

import pytest

from tipline.domain.identifiers import Identifier, IdentifierKind, group


def group_on(service: str, value: str) -> Identifier:
    return Identifier(IdentifierKind.GROUP, service, value)


@pytest.mark.parametrize(
    ("stated", "service", "normal"),
    [
        ("room-17", "Example Chat", group_on("example chat", "room-17")),
        (" Room  Seventeen\n", "Example Chat", group_on("example chat", "room seventeen")),
        ("Example.Group", group.USENET, group_on("usenet", "example.group")),
        ("#room17", None, group_on("", "#room17")),
    ],
)
def test_normal_form(stated: str, service: str | None, normal: Identifier) -> None:
    assert group.normal_form(stated, service) == normal


@pytest.mark.parametrize("stated", ["", " ", "\u200b"])
def test_no_group(stated: str) -> None:
    assert group.normal_form(stated, "Example Chat") is None


def test_display_form_is_the_name() -> None:
    assert group.display_form(group_on("example chat", "room-17")) == "room-17"


@pytest.mark.parametrize(
    ("value", "common"),
    [("17", True), ("general", True), ("unknown", True), ("room-17", False)],
)
def test_known_common(value: str, common: bool) -> None:
    assert group.known_common(group_on("example chat", value)) is common
