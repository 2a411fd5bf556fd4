"""A bundle in the making: each object once, in the order it came, with an id always the same."""

from typing import Any, Final
from uuid import UUID

import msgspec

from tipline.codecs.exchange import list_bytes, uuid5_text
from tipline.codecs.stix.terms import (
    ALLOWED_TYPES,
    EXTENSION,
    EXTENSION_SAYS,
    EXTENSION_SINCE,
    NAMESPACE,
    SCO_NAMESPACE,
    TLP,
    TLP_DEFINITION,
)

Object = dict[str, Any]

_SPEC: Final = {"spec_version": "2.1"}
_ENCODER: Final = msgspec.json.Encoder()
_CANONICAL: Final = msgspec.json.Encoder(order="sorted")


class Objects:
    """Collects the objects of one version of a referral; `made` is when it was made.

    Ids are of the hotline too: hotlines number their referrals alike. Each object is kept as it
    is written: a large referral has some hundred thousand.
    """

    def __init__(self, of: tuple[str, int, int], made: str) -> None:
        self._of: Final = of
        self._made: Final = made
        self._author: str | None = None
        self._found: Final[dict[str, bytes]] = {}

    def document(self, *, indent: bool) -> bytes:
        """Return the bundle of all objects so far."""
        head = {"type": "bundle", "id": self._id("bundle", "")}
        items = [_ENCODER.encode(TLP_DEFINITION), *self._found.values()]
        return list_bytes(head, "objects", items, indent=indent)

    def sign(self, author: str) -> None:
        """Name the identity that all later objects are made by, and define our extension."""
        self._author = author
        definition = {
            "type": "extension-definition",
            **_SPEC,
            "id": EXTENSION,
            "created_by_ref": author,
            "created": EXTENSION_SINCE,
            "modified": EXTENSION_SINCE,
            "name": "Facts of a Tipline referral",
            "schema": EXTENSION_SAYS,
            "version": "1.0.0",
            "extension_types": ["property-extension"],
            "object_marking_refs": [TLP],
        }
        self._found[EXTENSION] = _ENCODER.encode(definition)

    def put(self, kind: str, key: object, properties: Object) -> str:
        """Return the id of an object of ours, made of `properties` if there is none yet."""
        made = self._id(kind, key)
        if made not in self._found:
            author = {} if self._author is None else {"created_by_ref": self._author}
            head = {"type": _allowed(kind), **_SPEC, "id": made, **author}
            times = {"created": self._made, "modified": self._made}
            marked = {**head, **times, "object_marking_refs": [TLP], **properties}
            self._found[made] = _ENCODER.encode(marked)
        return made

    def observe(self, kind: str, properties: Object) -> str:
        """Return the id of an observable; the given properties are all that make up its id."""
        made = f"{_allowed(kind)}--{_uuid(SCO_NAMESPACE, properties)}"
        if made not in self._found:
            head = {"type": kind, **_SPEC, "id": made, "object_marking_refs": [TLP]}
            self._found[made] = _ENCODER.encode({**head, **properties})
        return made

    def relate(self, source: str, kind: str, target: str, key: object, rest: Object) -> str:
        """Return the id of the relationship that goes from one object to another."""
        stated = {"relationship_type": kind, "source_ref": source, "target_ref": target}
        return self.put("relationship", key, {**stated, **rest})

    def _id(self, kind: str, key: object) -> str:
        return f"{kind}--{_uuid(NAMESPACE, (*self._of, kind, key))}"


def _allowed(kind: str) -> str:
    """Return a type that may be written.

    Raises:
        KeyError: it is not in the table; a mistake in this codec.
    """
    if kind not in ALLOWED_TYPES:
        raise KeyError(kind)
    return kind


def _uuid(namespace: UUID, value: object) -> str:
    """Return the id of a value by its one form in JSON. Source: RFC 8785, for what we put in."""
    return uuid5_text(namespace, _CANONICAL.encode(value))


def extended(facts: Object) -> Object:
    """Return our extension with facts that the object has no property for."""
    known = {name: value for name, value in facts.items() if value is not None}
    return {"extensions": {EXTENSION: {"extension_type": "property-extension", **known}}}
