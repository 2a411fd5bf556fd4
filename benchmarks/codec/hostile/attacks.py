"""Documents built to do harm, one of each class; nothing in them but noise."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from tipline.codecs.documents import MAX_DOCUMENT_BYTES

_DEPTH: Final = 10_000
_EMPTY: Final = "<report/>"


def _doctype() -> bytes:
    return b'<!DOCTYPE report SYSTEM "https://example.org/report.dtd"><report/>'


def _billion_laughs() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<!DOCTYPE report [<!ENTITY e0 "0123456789">{entities}]>'
    return f"{head}<report>&e9;</report>".encode()


def _external_entity() -> bytes:
    return b'<!DOCTYPE report [<!ENTITY e SYSTEM "file:///etc/hostname">]><report>&e;</report>'


def _hidden_doctype() -> bytes:
    """The document type comes after as many comments as fit."""
    tail = _doctype()
    return b"<!---->" * ((MAX_DOCUMENT_BYTES - len(tail)) // 7) + tail


def _inclusion() -> bytes:
    return (
        b'<report xmlns:xi="http://www.w3.org/2001/XInclude">'
        b'<xi:include href="https://example.org/other.xml"/></report>'
    )


def _instruction() -> bytes:
    return b'<?xml-stylesheet href="https://example.org/style.xsl"?><report/>'


def _deep() -> bytes:
    return b"<report>" * _DEPTH + b"</report>" * _DEPTH


def _too_large() -> bytes:
    return b"<report>" + b" " * (2 * MAX_DOCUMENT_BYTES) + b"</report>"


def _utf_16() -> bytes:
    return _EMPTY.encode("utf-16")


def _second_root() -> bytes:
    return (_EMPTY * 2).encode()


def _attributes() -> bytes:
    return _filled("<report", lambda n: f' a{n}=""', "/>")


def _namespaces() -> bytes:
    return _filled("<report", lambda n: f' xmlns:n{n}="u:{n}"', "/>")


def _comment() -> bytes:
    return _filled("<report><!--", lambda _: " ", "--></report>")


def _unknown_elements() -> bytes:
    return _filled("<report>", lambda _: "<a/>", "</report>")


def _empty_victims() -> bytes:
    return _filled("<report>", lambda _: "<victim/>", "</report>")


def _wrong_values() -> bytes:
    head, tail = "<report><personOrUserReported>", "</personOrUserReported></report>"
    return _filled(head, lambda _: "<priorCTReports/>", tail)


def _wrong_attributes() -> bytes:
    head = "<report><reporter><reportingPerson>"
    tail = "</reportingPerson></reporter></report>"
    return _filled(head, lambda _: '<email type=""/>', tail)


def _deep_json() -> bytes:
    return b"[" * MAX_DOCUMENT_BYTES


def _balanced_deep_json() -> bytes:
    half = (MAX_DOCUMENT_BYTES - 12) // 6
    return b'{"summary":' + b'{"a":' * half + b"1" + b"}" * half + b"}"


def _many_keys_json() -> bytes:
    return _filled("{", lambda n: f'"a{n}":0,', '"a":0}')


def _wrong_victims_json() -> bytes:
    return _filled('{"victims":[', lambda _: "0,", "0]}")


def _long_number_json() -> bytes:
    return _filled('{"reported":[{"prior_reports":[', lambda _: "9", "]}]}")


class Attack(NamedTuple):
    """A hostile document: which decoder it is for, and how it is made."""

    kind: str
    document: Callable[[], bytes]


ATTACKS: Final[Mapping[str, Attack]] = {
    "DOCTYPE": Attack("xml", _doctype),
    "DOCTYPE after 1 MiB of comments": Attack("xml", _hidden_doctype),
    "billion laughs": Attack("xml", _billion_laughs),
    "external entity": Attack("xml", _external_entity),
    "XInclude": Attack("xml", _inclusion),
    "processing instruction": Attack("xml", _instruction),
    "depth 10,000": Attack("xml", _deep),
    "2 MiB": Attack("xml", _too_large),
    "UTF-16": Attack("xml", _utf_16),
    "second root": Attack("xml", _second_root),
    "1 MiB of attributes": Attack("xml", _attributes),
    "1 MiB of xmlns declarations": Attack("xml", _namespaces),
    "1 MiB comment": Attack("xml", _comment),
    "JSON: 1 MiB of open brackets": Attack("json", _deep_json),
    "JSON: objects 170,000 deep": Attack("json", _balanced_deep_json),
    "JSON: a number of 1 MiB": Attack("json", _long_number_json),
}
FLOODS: Final[Mapping[str, Attack]] = {
    "1 MiB of unknown elements": Attack("xml", _unknown_elements),
    "1 MiB of empty victims": Attack("xml", _empty_victims),
    "1 MiB of wrong values": Attack("xml", _wrong_values),
    "1 MiB of wrong attributes": Attack("xml", _wrong_attributes),
    "JSON: 1 MiB of unknown keys": Attack("json", _many_keys_json),
    "JSON: 1 MiB of wrong victims": Attack("json", _wrong_victims_json),
}
"""Well-formed, and wrong all over: here the time goes into saying what is wrong."""


def _filled(head: str, unit: Callable[[int], str], tail: str) -> bytes:
    """Return a document of at most 1 MiB with as many units as fit."""
    room = MAX_DOCUMENT_BYTES - len(head) - len(tail)
    units: list[str] = []
    while (room := room - len(piece := unit(len(units)))) >= 0:
        units.append(piece)
    return "".join((head, *units, tail)).encode()
