"""Small changes to JSON values, the same kinds as those to XML trees."""

import json
import random
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, Final

from fuzz import grammar
from tipline.domain import vocabulary
from tipline.domain.report import Part

_ODD: Final[Sequence[Any]] = (None, True, False, 0, -1, 17, 10**18, 10**19, 1.5, "", [], {}, [{}])


def changed(rng: random.Random, value: Any) -> bytes:  # noqa: ANN401 - any JSON
    """Return the value as a document after one to four changes."""
    holder = {"": value}
    for _ in range(rng.randint(1, 4)):
        rng.choice(_CHANGES)(rng, _any(rng, holder))
    text = json.dumps(holder.get(""), ensure_ascii=rng.random() < _ESCAPED)
    return text.encode("utf-8", "surrogatepass")


_ESCAPED: Final = 0.2


def names() -> Sequence[str]:
    """Return every field name a report in JSON can have."""
    return _NAMES


def _any(rng: random.Random, value: Any) -> dict[str, Any] | list[Any]:  # noqa: ANN401
    """Return some object or array inside, the outer ones no more likely than the inner."""
    holders: list[dict[str, Any] | list[Any]] = []
    waiting = [value]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict | list):
            holders.append(here)
            waiting.extend(here.values() if isinstance(here, dict) else here)
    return rng.choice(holders)


def _keys(holder: dict[str, Any] | list[Any]) -> Sequence[Any]:
    return list(holder) if isinstance(holder, dict) else range(len(holder))


def _replace(rng: random.Random, holder: Any) -> None:  # noqa: ANN401
    keys = _keys(holder)
    if keys:
        holder[rng.choice(keys)] = _value(rng)


def _remove(rng: random.Random, holder: Any) -> None:  # noqa: ANN401
    keys = _keys(holder)
    if keys:
        del holder[rng.choice(keys)]


def _add(rng: random.Random, holder: Any) -> None:  # noqa: ANN401
    if isinstance(holder, dict):
        holder[rng.choice(_NAMES)] = _value(rng)
    else:
        holder.append(_value(rng))


def _repeat(rng: random.Random, holder: Any) -> None:  # noqa: ANN401
    """Put a copy of one thing in another's place, or beside it."""
    keys = _keys(holder)
    if not keys:
        return
    copy = json.loads(json.dumps(holder[rng.choice(keys)]))
    if isinstance(holder, dict):
        holder[rng.choice([*keys, *_NAMES])] = copy
    else:
        holder.append(copy)


def _rename(rng: random.Random, holder: Any) -> None:  # noqa: ANN401
    if isinstance(holder, dict) and holder:
        holder[rng.choice(_NAMES)] = holder.pop(rng.choice(list(holder)))


def _value(rng: random.Random) -> Any:  # noqa: ANN401
    pool: Sequence[Any] = rng.choice((_ODD, grammar.TEXTS, grammar.TIMES, _WORDS))
    return json.loads(json.dumps(rng.choice(pool)))


def _field_names() -> Sequence[str]:
    """Gather the names of all fields of all parts, and the one that tells incidents apart."""
    found, waiting = {"on"}, [Part]
    while waiting:
        part = waiting.pop()
        found.update(part.__struct_fields__)
        waiting.extend(part.__subclasses__())
    return sorted(found)


_WORDS: Final = sorted(
    word
    for kind in vars(vocabulary).values()
    if isinstance(kind, type) and issubclass(kind, StrEnum)
    for word in kind
)
_NAMES: Final = _field_names()
_CHANGES: Final[Sequence[Callable[[random.Random, Any], None]]] = (
    *(_replace, _replace, _add, _add, _remove, _repeat, _rename),
)
