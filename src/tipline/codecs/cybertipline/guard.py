"""The first look at foreign XML: what is built to do harm is refused before anything is read.

Facts need no document type, no entities, no processing instructions and no encoding but UTF-8, so
all of them are refused outright; only then does the parser see the bytes, with everything that
reaches out or blows up switched off. Source: ASVS 5.0, 1.5.1; DESIGN.md, section 1.
"""

import re
from typing import Final

from lxml import etree

from tipline.codecs.documents import BYTE_ORDER_MARK, MAX_DOCUMENT_BYTES, too_large, unreadable

_FOREIGN_MARKS: Final = (b"\xfe\xff", b"\xff\xfe", b"\x00", b"\x4c\x6f\xa7\x94")
_XML_DECLARATION: Final = re.compile(rb"<\?xml[ \t\r\n][^>]*\?>")
_DECLARED_VERSION: Final = re.compile(rb"""version[ \t\r\n]*=[ \t\r\n]*["']([^"']*)["']""")
_DECLARED_ENCODING: Final = re.compile(rb"""encoding[ \t\r\n]*=[ \t\r\n]*["']([^"']*)["']""")
_MISC: Final = re.compile(rb"(?:[ \t\r\n]+|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_ENCODINGS: Final = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})
_DEPTH_ERROR: Final = "ERR_RESOURCE_LIMIT"
_XINCLUDE: Final = "{http://www.w3.org/2001/XInclude}"
# Reading n attributes of one element takes lxml n * n steps; no part of a report has ten.
_OVERLOADED: Final = etree.XPath("boolean(//*[@*[65]])")
_LARGE: Final = 65_536
# Each declaration is looked up against all others; a report needs one.
_MANY_NAMESPACES: Final = 1_000


def parse_document(data: bytes) -> etree._Element:
    """Return the root element of a document that is safe to read.

    Comments are dropped and the text around them joined. Takes time linear in the document's size.

    Raises:
        UnreadableDocumentError: too large, not UTF-8, with a document type, processing
            instructions, XInclude or elements overloaded with attributes, nested too deeply, or
            not well-formed XML 1.0.
    """
    start = _check_prolog(data)
    parser = _parser()
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _explained(parser, error) from None
    if _breaks_namespaces(data, parser):
        raise unreadable(
            "not_well_formed",
            "The document is not well-formed: a namespace prefix is not declared, or misused.",
        )
    _refuse_instructions(data, start, root)
    if next(root.iter(f"{_XINCLUDE}*"), None) is not None:
        raise unreadable("inclusion", "Documents that include others (XInclude) are never taken.")
    if _OVERLOADED(root):
        raise unreadable("too_many_attributes", "An element has more attributes than any report.")
    return root


def parse_accepted(data: bytes, schema: etree.XMLSchema) -> etree._Element | None:
    """Return the root element of a safe document that the schema accepts, else None.

    One pass for good documents. Validating while parsing is what keeps it linear for the others:
    with a tree at hand, lxml looks up the path of every error by counting siblings.

    Raises:
        UnreadableDocumentError: see `parse_document`, which also tells why None was returned.
    """
    start = _check_prolog(data)
    if len(data) > _LARGE:
        parse_document(data)  # cheap beside a schema that complains of a million things
    try:
        root = etree.fromstring(data, _parser(schema))
    except etree.XMLSyntaxError:
        return None
    _refuse_instructions(data, start, root)
    return root


def _breaks_namespaces(data: bytes, parser: etree.XMLParser) -> bool:
    """Tell whether the parser passed over an error in namespaces.

    lxml goes by the last thing its parser said, and a warning (of a relative namespace) said after
    an error hides it.
    """
    return b"xmlns" in data and len(parser.error_log.filter_from_errors()) > 0


def _check_prolog(data: bytes) -> int:
    """Return where the document goes on after its declaration; harm before the root raises."""
    if len(data) > MAX_DOCUMENT_BYTES:
        raise too_large()
    if data.count(b"xmlns") > _MANY_NAMESPACES:
        raise unreadable("too_many_namespaces", "No report declares so many namespaces.")
    start = _check_declaration(data)
    misc = _MISC.match(data, start)
    head = misc.end() if misc else start
    if data.startswith(b"<!DOCTYPE", head):
        position = (data.count(b"\n", 0, head) + 1, head - data.rfind(b"\n", 0, head))
        raise unreadable(
            "document_type", "A document type (DOCTYPE) is never taken: leave it out.", position
        )
    return start


def _check_declaration(data: bytes) -> int:
    """Return where the document goes on after byte order mark and XML declaration."""
    if data.startswith(_FOREIGN_MARKS):
        raise unreadable("encoding", "The document must be text in UTF-8.", (1, 1))
    start = len(BYTE_ORDER_MARK) if data.startswith(BYTE_ORDER_MARK) else 0
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


def _parser(schema: etree.XMLSchema | None = None) -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        schema=schema,
    )


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


def _refuse_instructions(data: bytes, start: int, root: etree._Element) -> None:
    if data.find(b"<?", start) < 0:
        return
    around = (*root.itersiblings(preceding=True), *root.itersiblings())
    if around or next(root.iter(etree.ProcessingInstruction), None) is not None:
        raise unreadable(
            "processing_instruction", "Processing instructions are never taken: leave them out."
        )
