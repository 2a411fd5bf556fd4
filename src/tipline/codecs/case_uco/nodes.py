"""A graph in the making: each node once, in the order it came, with an id that is always the same.

Ids are UUIDv5 of what the node is of: hotline, referral, version, and the place of the fact.
"""

from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

import msgspec

from tipline.codecs.case_uco.terms import ALLOWED_TYPES
from tipline.codecs.exchange import context_of, uuid5_text

Node = dict[str, Any]

_NAMESPACE: Final = uuid5(NAMESPACE_URL, "urn:tipline:kb")
_ENCODER: Final = msgspec.json.Encoder()


class Nodes:
    """Collects the nodes of one version of a referral; hotlines number theirs alike.

    Each is kept as it is written: a large referral has some hundred thousand.
    """

    def __init__(self, hotline: str, referral: int, version: int) -> None:
        self._of: Final = (hotline, referral, version)
        self._found: Final[dict[str, bytes]] = {}

    @property
    def graph(self) -> list[bytes]:
        """All nodes so far, as they are written."""
        return list(self._found.values())

    def id_of(self, kind: str, *key: object) -> str:
        """Return the id of the node of a class and a key, whether or not there is one yet."""
        name = uuid5_text(_NAMESPACE, _ENCODER.encode((*self._of, kind, *key)))
        return f"kb:{kind.partition(':')[2]}-{name}"

    def part(self, kind: str, key: tuple[object, ...], properties: Node) -> Node:
        """Return a node that stands inside another, such as a facet."""
        return {"@id": self.id_of(kind, *key), "@type": _allowed(kind), **properties}

    def add(self, kind: str, key: tuple[object, ...], properties: Node) -> str:
        """Return the id of a class and a key, whose node has `properties` if there is none yet."""
        made = self.id_of(kind, *key)
        if made not in self._found:
            node = {"@id": made, "@type": _allowed(kind), **properties}
            self._found[made] = _ENCODER.encode(node)
        return made

    def relate(
        self, source: str, kind: str, target: str, stated: Node, key: tuple[object, ...] = ()
    ) -> str:
        """Return the id of the relationship between two nodes; `key` tells equal ones apart."""
        relation = {
            "core:source": ref(source),
            "core:target": ref(target),
            "core:kindOfRelationship": kind,
            "core:isDirectional": True,
            **stated,
        }
        return self.add("core:Relationship", (source, kind, target, *key), relation)

    def place(self, report: int | None, path: str) -> list[Node]:
        """Return where in the facts something stands: a context, and a JSON Pointer in it."""
        context = context_of(report)
        named = {"core:definingContext": context, "core:externalIdentifier": path}
        return [self.part("core:ExternalReference", (context, path), named)]


def _allowed(kind: str) -> str:
    """Return a class that may be written.

    Raises:
        KeyError: it is not in the table; a mistake in this codec.
    """
    if kind not in ALLOWED_TYPES:
        raise KeyError(kind)
    return kind


def ref(made: str) -> Node:
    """Return what points to a node."""
    return {"@id": made}


def moment(stated: str) -> Node:
    """Return a point in time, letter by letter."""
    return {"@type": "xsd:dateTime", "@value": str.__str__(stated)}


def tags(stated: Node) -> Node:
    """Return what has no property of its own as tags, `name=value`; nothing for nothing."""
    written = [f"{name}={_text(value)}" for name, value in stated.items() if value is not None]
    return {"core:tag": written} if written else {}


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
