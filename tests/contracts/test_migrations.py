"""What was stored before there were links is linked when the schema is brought up to date."""

import copy
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections

from tests import stores
from tests.contracts import clusters
from tests.contracts.making import digest
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.sightings import Role
from tipline.services.linking.find_links import find_links
from tipline.stores import database, queries
from tipline.stores.linking.reading import DatabaseLinkReader

BEFORE_LINKS = "0005_public_door"
REPORTS = (
    # number, supplements, state
    (1, None, 2),
    (2, None, 1),
    (3, 2, 1),
    (4, None, 3),
    (5, None, 2),
)
SIGHTINGS = (
    # report, place, kind, role, name, port, at
    (1, 0, "email", "reported", "a", None, None),
    (1, 1, "ip", "reported", "x", b"port", 1_700_000_000_000_000),
    (1, 2, "email", "reporter", "a", None, None),
    (2, 0, "email", "victim", "a", None, None),
    (3, 0, "email", "recipient", "a", None, None),
    (3, 1, "phone", "reported", "p", None, None),
    (4, 0, "email", "reported", "a", None, None),
    (5, 0, "phone", "incident", "p", None, None),
    (5, 1, "ip", "reported", "x", b"port", 1_700_000_060_000_000),
)


@pytest.fixture(params=stores.ALIASES)
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Use a database with the schema from before links."""
    request.getfixturevalue("databases")
    known = copy.deepcopy(connections[request.param].settings_dict)
    if request.param == "sqlite":
        known = database.sqlite_settings(tmp_path)
    else:
        with connections[request.param].cursor() as cursor:
            cursor.execute("CREATE DATABASE older")
        known["NAME"] = "older"
    alias = f"older-{request.param}"
    stores.know(alias, known)
    call_command("migrate", "stores", BEFORE_LINKS, database=alias, verbosity=0)
    with queries.on_database(alias):
        yield alias
    connections[alias].close()
    if request.param == "postgresql":
        with connections[request.param].cursor() as cursor:
            cursor.execute("DROP DATABASE older")


def test_reports_from_before_are_linked(older: str) -> None:
    with connections[older].cursor() as cursor:
        cursor.executemany(
            "INSERT INTO report (number, supplements, door, is_test, state, urgent, facts, marks,"
            " opened_at, digest, sealed_key, sealed_body)"
            " VALUES (%s, %s, 'xml', FALSE, %s, FALSE, 0, 0, 0, %s, %s, %s)",
            [(*row, b"d", b"k", b"b") for row in REPORTS],
        )
        cursor.executemany(
            "INSERT INTO sighting (report_id, place, kind, role, blind, port, at, display)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            [
                (number, place, kind, role, digest(kind + name)[:16], port, at, b"sealed")
                for number, place, kind, role, name, port, at in SIGHTINGS
            ],
        )
    database.migrate(older)
    clusters.check()
    assert clusters.stored() == {frozenset({1, 2, 5})}
    reader = DatabaseLinkReader()
    found = {(link.report, link.kind, link.joins) for link in find_links(2, reader).links}
    assert found == {
        (1, IdentifierKind.EMAIL, True),
        (1, IdentifierKind.EMAIL, False),
        (5, IdentifierKind.PHONE, True),
    }
    (address,) = (link for link in find_links(1, reader).links if link.kind is IdentifierKind.IP)
    assert (address.report, address.here, address.there) == (5, Role.REPORTED, Role.REPORTED)
    (added,) = (edge for edge in reader.edges_of(2, 9) if edge.role is Role.RECIPIENT)
    assert (added.source, added.place) == (3, 0)
