"""The first look at foreign XML: what is built to do harm is refused before anything is read.

Facts need no document type, no entities, no processing instructions and no encoding but UTF-8, so
all of them are refused outright; only then does the parser see the bytes, with everything that
reaches out or blows up switched off. Source: ASVS 5.0, 1.5.1; DESIGN.md, section 1.
"""

import re
from typing import Final, cast

from lxml import etree

from tipline.codecs.documents import MAX_DOCUMENT_BYTES, unreadable

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_FOREIGN_MARKS: Final = (b"\xfe\xff", b"\xff\xfe", b"\x00", b"\x4c\x6f\xa7\x94")
_XML_DECLARATION: Final = re.compile(rb"<\?xml[ \t\r\n][^>]*\?>")
_DECLARED_VERSION: Final = re.compile(rb"""version[ \t\r\n]*=[ \t\r\n]*["']([^"']*)["']""")
_DECLARED_ENCODING: Final = re.compile(rb"""encoding[ \t\r\n]*=[ \t\r\n]*["']([^"']*)["']""")
_MISC: Final = re.compile(rb"(?:[ \t\r\n]+|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_ENCODINGS: Final = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})
_DEPTH_ERROR: Final = "ERR_RESOURCE_LIMIT"
XINCLUDE: Final = "{http://www.w3.org/2001/XInclude}"


def parse_document(data: bytes) -> etree._Element:
    """Return the root element of a document that is safe to read.

    Comments are dropped and the text around them joined. Takes time linear in the document's size.

    Raises:
        UnreadableDocumentError: too large, not UTF-8, with a document type, processing
            instructions or XInclude, nested too deeply, or not well-formed XML 1.0.
    """
    if len(data) > MAX_DOCUMENT_BYTES:
        raise unreadable("too_large", "A document may have at most 1 MiB (1,048,576 bytes).")
    start = _check_declaration(data)
    misc = _MISC.match(data, start)
    head = misc.end() if misc else start
    if data.startswith(b"<!DOCTYPE", head):
        position = (data.count(b"\n", 0, head) + 1, head - data.rfind(b"\n", 0, head))
        raise unreadable(
            "document_type", "A document type (DOCTYPE) is never taken: leave it out.", position
        )
    root = _parse(data)
    if data.find(b"<?", start) >= 0:
        _refuse_instructions(root)
    return root


def refuse_inclusion(root: etree._Element) -> None:
    """Raise if any element would have other documents included.

    Raises:
        UnreadableDocumentError: an XInclude element is present.
    """
    if next(root.iter(f"{XINCLUDE}*"), None) is not None:
        raise unreadable("inclusion", "Documents that include others (XInclude) are never taken.")


def _check_declaration(data: bytes) -> int:
    """Return where the document goes on after byte order mark and XML declaration."""
    if data.startswith(_FOREIGN_MARKS):
        raise unreadable("encoding", "The document must be text in UTF-8.", (1, 1))
    start = len(_BYTE_ORDER_MARK) if data.startswith(_BYTE_ORDER_MARK) else 0
    declaration = _XML_DECLARATION.match(data, start)
    if declaration is None:
        return start
    version = _DECLARED_VERSION.search(declaration[0])
    if version is not None and version[1] != b"1.0":
        raise unreadable("xml_version", "The document must be XML 1.0.", (1, 1))
    encoding = _DECLARED_ENCODING.search(declaration[0])
    if encoding is not None and encoding[1].lower() not in _ENCODINGS:
        raise unreadable("encoding", "The document must declare UTF-8 or nothing.", (1, 1))
    return declaration.end()


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _explained(parser, error) from None
    return cast("etree._Element", root)


def _explained(parser: etree.XMLParser, error: etree.XMLSyntaxError) -> Exception:
    """Say in our words what the parser met; its own words may repeat the document's."""
    line, column = error.position
    position = (max(line, 1), max(column, 1))
    kind = parser.error_log[0].type_name if len(parser.error_log) else ""
    if kind == _DEPTH_ERROR:
        return unreadable("too_deep", "Elements are nested too deeply for a report.", position)
    if kind == "ERR_INVALID_ENCODING":
        return unreadable("encoding", "The document must be text in UTF-8.", position)
    reason = _REASONS.get(kind, "it breaks off or is not XML here")
    return unreadable("not_well_formed", f"The document is not well-formed: {reason}.", position)


_REASONS: Final = {
    "ERR_DOCUMENT_EMPTY": "there is no element in it; a report begins with <report>",
    "ERR_DOCUMENT_END": "something follows after the end of the root element",
    "ERR_TAG_NAME_MISMATCH": "an element is closed that is not the one last opened",
    "ERR_TAG_NOT_FINISHED": "the document ends before every element is closed",
    "ERR_UNDECLARED_ENTITY": "an entity is used that XML does not define; write `&amp;` for &",
    "ERR_ENTITYREF_SEMICOL_MISSING": "an & stands alone; write `&amp;`",
    "ERR_NAME_REQUIRED": "a < or & stands where text is; write `&lt;` or `&amp;`",
    "ERR_INVALID_CHAR": "it holds a control character that XML forbids",
    "ERR_ATTRIBUTE_REDEFINED": "an attribute stands twice in one element",
    "NS_ERR_UNDEFINED_NAMESPACE": "a namespace prefix is used that is not declared",
}


def _refuse_instructions(root: etree._Element) -> None:
    around = (*root.itersiblings(preceding=True), *root.itersiblings())
    inside = root.iter(etree.ProcessingInstruction)
    if any(True for _ in around) or next(inside, None) is not None:
        raise unreadable(
            "processing_instruction", "Processing instructions are never taken: leave them out."
        )
