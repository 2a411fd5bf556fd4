"""Addresses of databases: what is in them, and that what is none is refused without showing it."""

import pytest

from tipline.stores.addresses import DatabaseAddress, DatabaseAddressError, parse_address
from tipline.stores.database import postgresql_settings


def test_every_part_is_read_as_it_was_meant() -> None:
    text = (
        "postgresql://an%40na:p%2Fa%3Ass@db.example.org:5433/hot%20line"
        "?sslmode=verify-full&sslrootcert=%2Fetc%2Ftipline%2Froot+ca.pem"
    )
    assert parse_address(text) == DatabaseAddress(
        name="hot line",
        user="an@na",
        password="p/a:ss",
        host="db.example.org",
        port="5433",
        options={"sslmode": "verify-full", "sslrootcert": "/etc/tipline/root+ca.pem"},
    )


def test_a_socket_s_folder_can_be_the_host() -> None:
    found = parse_address("postgres://anna@/hotline?host=%2Frun%2Fpostgresql&port=5433")
    assert (found.host, found.port, found.options) == ("/run/postgresql", "5433", {})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "canary17",
        "mysql://u:canary17@h/x",
        "postgresql://u:canary17@h",
        "postgresql://u:canary17@h/",
        "postgresql://u:canary17@h:abc/x",
        "postgresql://u:canary17@h:70000/x",
        "postgresql://u:canary17@[::1/x",
        "postgresql://u:canary#17@h/x",
        "postgresql://u:canary/17@h/x",
    ],
)
def test_what_is_none_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(DatabaseAddressError) as caught:
        parse_address(text)
    assert "canary" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_who_never_answers_is_not_waited_for_unless_said() -> None:
    assert postgresql_settings("postgresql:///x")["OPTIONS"]["connect_timeout"] == "5"
    longer = postgresql_settings("postgresql:///x?connect_timeout=30")
    assert longer["OPTIONS"]["connect_timeout"] == "30"
