"""How libFuzzer's inputs change: by the grammar where they can be read, by the byte elsewhere."""

import contextlib
import json
import random
from typing import Final

import atheris
from lxml import etree

from fuzz import grammar, trees, values
from tipline.codecs import cybertipline, report_json
from tipline.codecs.documents import DocumentError

_BY_BYTE: Final = 0.25
_ANEW: Final = 0.03
_TO_JSON: Final = 0.02


def mutate(data: bytes, max_size: int, seed: int) -> bytes:
    """Return a changed input of at most `max_size` bytes; the same for the same seed."""
    rng = random.Random(seed)  # noqa: S311 - must be repeatable, guards nothing
    dice = rng.random()
    new: bytes | None = None
    if dice < _ANEW:
        new = etree.tostring(grammar.document(rng), encoding="UTF-8")
    elif dice < _ANEW + _TO_JSON:
        new = _as_json(data)
    elif dice < 1 - _BY_BYTE:
        new = _by_structure(rng, data)
    if new is None or len(new) > max_size:
        mutated: bytes = atheris.Mutate(data, max_size)
        return mutated
    return new


def _by_structure(rng: random.Random, data: bytes) -> bytes | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=False)
    with contextlib.suppress(etree.XMLSyntaxError, ValueError):
        return trees.changed(rng, etree.fromstring(data, parser))
    with contextlib.suppress(ValueError, RecursionError):
        return values.changed(rng, json.loads(data))
    return None


def _as_json(data: bytes) -> bytes | None:
    """Return a report's document in the other format, so that both kinds learn from each other."""
    with contextlib.suppress(DocumentError):
        return report_json.encode_report(cybertipline.decode_report(data))
    with contextlib.suppress(DocumentError):
        return cybertipline.encode_report(report_json.decode_report(data))
    return None
