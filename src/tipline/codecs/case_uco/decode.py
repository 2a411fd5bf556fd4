"""From CASE/UCO back to the facts: documents as our own writer makes them, and only those."""

from collections.abc import Iterator
from typing import Any

import msgspec

from tipline.codecs.case_uco.nodes import Node
from tipline.codecs.case_uco.rows import HAS_CONNECTION, USED_FOR
from tipline.codecs.case_uco.terms import FORMS
from tipline.codecs.exchange import Facts, dossier_of, named, reading, report_of
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.referrals.rows import IdentifierRow, IpRow


def decode_case(data: bytes) -> Facts:
    """Return the facts of a document that `encode_case` wrote: dossier and flat rows, in order.

    The rows are read from the objects, the dossier from the annotations; any order of keys will
    do, other writers' documents will not.

    Raises:
        UnreadableDocumentError: not JSON in UTF-8, or nested too deeply.
        InvalidDocumentError: JSON, but not as our own writer makes it.
    """
    with reading("CASE/UCO"):
        graph = msgspec.json.decode(data)["@graph"]
        found = _Found({node["@id"]: node for node in graph})
        return Facts(
            dossier=dossier_of(found.chapters()),
            ip=tuple(found.connections()),
            identifiers=tuple(found.identifiers()),
        )


class _Found:
    """The nodes of a document by id, and what points to what."""

    def __init__(self, nodes: dict[str, Node]) -> None:
        self._nodes = nodes
        self._relations = [node for node in nodes.values() if node["@type"] == "core:Relationship"]
        self._to = {
            (held["core:kindOfRelationship"], held["core:target"]["@id"]): self._at(held, "source")
            for held in self._relations
        }

    def chapters(self) -> Iterator[tuple[int | None, list[str]]]:
        for node in self._nodes.values():
            if node["@type"] == "core:Annotation" and "core:externalReference" in node:
                yield report_of(_place(node)[0]), node["core:statement"]

    def connections(self) -> Iterator[IpRow]:
        for node in self._nodes.values():
            if node["@type"] == "observable:NetworkConnection":
                yield self._connection(node)

    def identifiers(self) -> Iterator[IdentifierRow]:
        for node in self._relations:
            if "core:externalReference" in node:
                yield self._sighting(node)

    def _connection(self, node: Node) -> IpRow:
        facet = node["core:hasFacet"][0]
        tags = _tags(node)
        proxy = tags.pop("maybe_proxy", None)
        stated: dict[str, Any] = {
            **self._where(self._to[HAS_CONNECTION, node["@id"]], node),
            "address": _value(self._nodes[facet["observable:src"]["@id"]])[2],
            "port": facet.get("observable:sourcePort"),
            "utc": facet.get("observable:startTime", {}).get("@value"),
            "maybe_proxy": None if proxy is None else _flag(proxy),
            **tags,
        }
        account = self._to.get((USED_FOR, node["@id"]))
        if account is not None:
            held, *service = account["core:hasFacet"]
            stated["account"] = held["observable:accountIdentifier"]
            for facet in service:
                on = self._nodes[facet["observable:application"]["@id"]]
                stated["service"] = on["core:name"]
        return named(IpRow, stated)

    def _sighting(self, node: Node) -> IdentifierRow:
        tags = _tags(node)
        kind, scope, value = _value(self._at(node, "target"))
        port = tags.pop("port", None)
        stated = {
            **self._where(self._at(node, "source"), node),
            "kind": kind,
            "scope": scope,
            "value": value,
            "stated": node["core:name"],
            "at": node.get("core:startTime", {}).get("@value"),
            "port": None if port is None else int(port),
            "associated": _flag(tags.pop("associated", "false")),
            **tags,
        }
        return named(IdentifierRow, stated)

    def _at(self, relation: Node, end: str) -> Node:
        return self._nodes[relation[f"core:{end}"]["@id"]]

    def _where(self, subject: Node, node: Node) -> dict[str, Any]:
        """Return whose a fact is and where it is stated."""
        context, path = _place(node)
        return {
            "report": report_of(context),
            "role": _tags(subject)["role"],
            "subject": _place(subject)[1],
            "path": path,
        }


def _place(node: Node) -> tuple[str, str]:
    held = node["core:externalReference"][0]
    return held["core:definingContext"], held["core:externalIdentifier"]


def _value(node: Node) -> tuple[str, str, str]:
    """Return kind, scope and value of an identifier."""
    tags = _tags(node)
    if "core:hasFacet" in node:
        held = node["core:hasFacet"][0][FORMS[IdentifierKind(tags["kind"])].field]
    else:
        held = _place(node)[1]
    return tags["kind"], tags.get("scope", ""), held


def _tags(node: Node) -> dict[str, str]:
    return dict(tag.split("=", 1) for tag in node.get("core:tag", ()))


def _flag(text: str) -> bool:
    """Return yes or no.

    Raises:
        ValueError: it is neither.
    """
    return bool(("false", "true").index(text))
