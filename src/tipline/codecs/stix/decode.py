"""From STIX 2.1 back to the facts: bundles as our own writer makes them, and only those."""

from collections.abc import Iterator
from typing import Any

import msgspec

from tipline.codecs.exchange import Facts, dossier_of, named, reading, report_of
from tipline.codecs.stix.objects import Object
from tipline.codecs.stix.rows import IDENTIFIER, IP
from tipline.codecs.stix.terms import EXTENSION, FORMS, IPV4
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.referrals.rows import IdentifierRow, IpRow


def decode_stix(data: bytes) -> Facts:
    """Return the facts of a bundle that `encode_stix` wrote: dossier and flat rows, in order.

    Raises:
        UnreadableDocumentError: not JSON in UTF-8, or nested too deeply.
        InvalidDocumentError: JSON, but not as our own writer makes it.
    """
    with reading("STIX"):
        bundle = msgspec.json.decode(data)
        objects: dict[str, Object] = {held["id"]: held for held in bundle["objects"]}
        return Facts(
            dossier=dossier_of(_chapters(objects)),
            ip=tuple(_connections(objects)),
            identifiers=tuple(_identifiers(objects)),
        )


def _chapters(objects: dict[str, Object]) -> Iterator[tuple[int | None, list[str]]]:
    for held in objects.values():
        facts = _facts(held)
        if held["type"] == "note" and "of" in facts:
            yield report_of(facts["of"]), held["content"].split("\n")


def _connections(objects: dict[str, Object]) -> Iterator[IpRow]:
    for held in objects.values():
        facts = _facts(held)
        if facts.pop("row", None) == IP:
            if "target_ref" in held:
                facts["address"] = objects[held["target_ref"]][IPV4.field]
            yield named(IpRow, facts)


def _identifiers(objects: dict[str, Object]) -> Iterator[IdentifierRow]:
    for held in objects.values():
        facts = _facts(held)
        if facts.pop("row", None) == IDENTIFIER:
            if "target_ref" in held:
                field = FORMS[IdentifierKind(facts["kind"])].field
                facts["value"] = objects[held["target_ref"]][field]
            yield named(IdentifierRow, facts)


def _facts(held: Object) -> dict[str, Any]:
    """Return what our extension says on an object; nothing if it is not there."""
    facts = dict(held.get("extensions", {}).get(EXTENSION, {}))
    facts.pop("extension_type", None)
    return facts
