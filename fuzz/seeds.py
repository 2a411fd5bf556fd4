"""Where a run starts: documents grown from the grammar, and a dictionary of its words."""

import contextlib
import random
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

from lxml import etree

from fuzz import grammar, values
from tipline.codecs import cybertipline, report_json
from tipline.codecs.documents import DocumentError

_GROWN: Final = 300
_LONGEST: Final = 8192
_HANDMADE: Final = (
    b"",
    b"{}",
    b"[]",
    b"<report/>",
    b"\xef\xbb\xbf<report/>",
    b"\xef\xbb\xbf{}",
    b"<!DOCTYPE report><report/>",
    b"<!DOCTYPE report [<!ENTITY e 'e'>]><report>&e;</report>",
    b"<?xml version='1.1'?><report/>",
    b"<?xml version='1.0' encoding='UTF-16'?><report/>",
    b"<?xml version='1.0' encoding='us-ascii' standalone='yes'?><report/>",
    b"<!-- --><?target note?><report/><!-- -->",
    b"<report><![CDATA[<victim/>]]>&amp;&#65;&undefined;</report>",
    b"<report xmlns='urn:example'/>",
    b"<report xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='x'/></report>",
    "<report/>".encode("utf-16"),
    b"<report>" * 300,
    b"[" * 2000,
    *(b"[" * depth for depth in range(900, 1000)),  # around where Python's own stack ends
    b'{"summary":{},"summary":{}}',
    b'{"public":{"danger_now":"yes","contact_wish":"by_code"}}',
    (
        b'{"public":{"relation":"witness","meeting_planned":"no","threats_or_demands":"unknown",'
        b'"child_can_be_found":"yes","still_going_on":"no","contact_wish":"by_email",'
        b'"contact_times":"Synthetic note 17.","contact_is_private":"yes",'
        b'"contact_may_go_to_police":true}}'
    ),
    b'{"incidents":[{"on":"phone","latitude":1e999,"longitude":0.10}]}',
    b'{"additional_info":"\\ud800\\u0000"}',
)


def write_seeds(folder: Path) -> None:
    """Write the seed documents, each under the digest of its bytes; the same in every run."""
    folder.mkdir(parents=True, exist_ok=True)
    for document in _documents():
        if len(document) <= _LONGEST:
            (folder / sha256(document).hexdigest()[:16]).write_bytes(document)


def write_dictionary(file: Path) -> None:
    """Write names, words and tricky pieces in libFuzzer's dictionary format."""
    pieces = {
        *(f"<{name}>" for name in grammar.names() if not name.startswith("{")),
        *(f"</{name}>" for name in grammar.names() if not name.startswith("{")),
        *(f' {name}="' for name in grammar.attributes() if not name.startswith("{")),
        *(f'"{name}":' for name in values.names()),
        *(*grammar.words(), *grammar.NUMBERS, *grammar.TIMES),
        *("<![CDATA[", "]]>", "<!--", "-->", "<?", "?>", "&#0;", "&#xD;", "&amp;", "<!DOCTYPE"),
        *(' xmlns="', ' xsi:type="', ' xml:lang="', "\\u0000", "\\ud800", "null", "1e999"),
    }
    lines = [f'"{_escaped(piece)}"' for piece in sorted(pieces) if piece]
    file.write_text("\n".join(lines) + "\n", "ascii")


def _documents() -> Iterator[bytes]:
    yield from _HANDMADE
    rng = random.Random(17)  # noqa: S311 - must be repeatable, guards nothing
    for _ in range(_GROWN):
        document = etree.tostring(grammar.document(rng), encoding="UTF-8")
        yield document
        with contextlib.suppress(DocumentError):
            yield report_json.encode_report(cybertipline.decode_report(document))


def _escaped(piece: str) -> str:
    return "".join(
        chr(byte) if 0x20 <= byte < 0x7F and byte not in b'"\\' else f"\\x{byte:02x}"  # noqa: PLR2004
        for byte in piece.encode()
    )
