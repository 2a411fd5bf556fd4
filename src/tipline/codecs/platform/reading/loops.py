"""Reads the words of a mapping that go through lists and keep or leave out: each, only, unless."""

from collections.abc import Mapping

from tipline.codecs.platform.faults import Faults, below
from tipline.codecs.platform.leaves import word
from tipline.codecs.platform.paths import Path, read_each, read_path
from tipline.codecs.platform.rules import Condition, Conditions, Each

Table = Mapping[str, object]


class LoopReader:
    """Reads loops, conditions and paths that stand alone; what is wrong goes to the faults."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults

    def conditions(self, table: Table, where: str) -> Conditions:
        """Return the conditions in a table; there may be none."""
        return Conditions(
            only=self._condition(table.get("only"), below(where, "only")),
            unless=self._condition(table.get("unless"), below(where, "unless")),
        )

    def each(self, stated: object, where: str) -> Each | None:
        """Return the name and the list of `each` or `thread`."""
        found = read_each(stated) if isinstance(stated, str) else None
        if found is None:
            message = "Expected a name and the path of a list: `event in user.sign_ins`."
            self._faults.add(where, "not_a_loop", message)
            return None
        return Each(*found)

    def path(self, stated: object, where: str) -> Path | None:
        """Return a path that stands alone, without braces."""
        found = read_path(stated) if isinstance(stated, str) else None
        if found is None:
            message = "Expected a path such as user.id, without braces."
            self._faults.add(where, "not_a_path", message)
        return found

    def _condition(self, stated: object, where: str) -> tuple[Condition, ...]:
        """Read what `only` or `unless` say: a path, or a table from paths to words."""
        if stated is None:
            return ()
        if not isinstance(stated, dict):
            path = self.path(stated, where)
            return () if path is None else (Condition(path, frozenset()),)
        read = [
            (self.path(name, below(where, name)), self._allowed(one, below(where, name)))
            for name, one in stated.items()
        ]
        return tuple(Condition(path, words) for path, words in read if path is not None)

    def _allowed(self, stated: object, where: str) -> frozenset[str]:
        """Return the words a condition asks for."""
        words = frozenset(map(word, stated if isinstance(stated, list) else [stated]))
        if not words or "" in words:
            message = "Expected a word, number or boolean, or a list of them."
            self._faults.add(where, "not_a_word", message)
        return words
