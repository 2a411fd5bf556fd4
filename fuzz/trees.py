"""Small changes to XML trees: some leave a report a report, most make it wrong in one place."""

import copy
import random
from collections.abc import Callable, Sequence
from typing import Final

from lxml import etree

from fuzz import grammar


def changed(rng: random.Random, root: etree._Element) -> bytes:
    """Return the document after one to four changes."""
    for _ in range(rng.randint(1, 4)):
        rng.choice(_CHANGES)(rng, root)
    if rng.random() < _INDENTED:
        etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=rng.random() < _DECLARED)


_INDENTED: Final = 0.1
_DECLARED: Final = 0.2


def _any(rng: random.Random, root: etree._Element) -> etree._Element:
    return rng.choice(list(root.iter("*")))


def _add(rng: random.Random, root: etree._Element) -> None:
    """Add something that may stand in some element, where it may stand or anywhere."""
    element = _any(rng, root)
    group = grammar.groups().get(element.tag)
    if group is None or not group.children:
        _add_anything(rng, root)
        return
    child = rng.choice(group.children)
    new = grammar.grown(rng, child.wire, child.holds, rng.random())
    later = {other.wire for other in group.children[group.children.index(child) + 1 :]}
    at = next((n for n, other in enumerate(element) if other.tag in later), len(element))
    element.insert(at, new)


def _add_anything(rng: random.Random, root: etree._Element) -> None:
    element = _any(rng, root)
    name = rng.choice(grammar.names())
    group = grammar.groups().get(name)
    new = grammar.grown(rng, name, group, rng.random()) if group else etree.Element(name)
    element.insert(rng.randint(0, len(element)), new)


def _remove(rng: random.Random, root: etree._Element) -> None:
    element = _any(rng, root)
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _repeat(rng: random.Random, root: etree._Element) -> None:
    element = _any(rng, root)
    if element is not root:
        element.addnext(copy.deepcopy(element))


def _move(rng: random.Random, root: etree._Element) -> None:
    element, target = copy.deepcopy(_any(rng, root)), _any(rng, root)
    target.insert(rng.randint(0, len(target)), element)


def _swap(rng: random.Random, root: etree._Element) -> None:
    element = _any(rng, root)
    if len(element):
        element.append(rng.choice(list(element)))


def _rename(rng: random.Random, root: etree._Element) -> None:
    _any(rng, root).tag = rng.choice(grammar.names())


def _say(rng: random.Random, root: etree._Element) -> None:
    element = rng.choice([each for each in root.iter("*") if not len(each)] or [root])
    element.text = _text(rng)


def _say_between(rng: random.Random, root: etree._Element) -> None:
    element = _any(rng, root)
    if rng.random() < 0.5 or element is root:  # noqa: PLR2004 - one or the other
        element.text = _text(rng)
    else:
        element.tail = _text(rng)


def _mark(rng: random.Random, root: etree._Element) -> None:
    _any(rng, root).set(rng.choice(grammar.attributes()), _text(rng))


def _unmark(rng: random.Random, root: etree._Element) -> None:
    element = _any(rng, root)
    if element.attrib:
        del element.attrib[rng.choice(element.keys())]


def _comment(rng: random.Random, root: etree._Element) -> None:
    """Put a comment, an instruction or a character data section's text into some text."""
    element = _any(rng, root)
    new = rng.choice((etree.Comment("note"), etree.ProcessingInstruction("target", "note")))
    element.insert(rng.randint(0, len(element)), new)


def _text(rng: random.Random) -> str:
    pool = rng.choice((grammar.TEXTS, grammar.NUMBERS, grammar.TIMES, grammar.words()))
    text = rng.choice(pool)
    return "".join(character for character in text if character not in "\x00\x0b\x0c")


Change = Callable[[random.Random, etree._Element], None]  # noqa: SLF001 - lxml's only name for it
_CHANGES: Final[Sequence[Change]] = (
    *(_add, _add, _add, _say, _say, _say, _mark, _mark, _remove, _repeat, _swap),
    *(_add_anything, _move, _rename, _say_between, _unmark, _comment),
)
