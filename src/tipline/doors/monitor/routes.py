"""From a path to the template of its route: what stands in a path is never told on."""

import re
from collections.abc import Iterable
from typing import Final

OTHER: Final = "other"
_PARAMETER: Final = re.compile(r"\{[^}]*\}|<[^>]*>")


class Routes:
    """The templates of all doors, such as `/api/v1/reports/{id}` or `reports/<report:number>/`."""

    def __init__(self, templates: Iterable[str]) -> None:
        found = {*templates}
        self._fixed = {one: one for one in found if not _PARAMETER.search(one)}
        self._open = [(_pattern(one), one) for one in sorted(found - {*self._fixed})]

    @property
    def templates(self) -> frozenset[str]:
        """All that `template_of` can return."""
        return frozenset({*self._fixed, *(one for _, one in self._open), OTHER})

    def template_of(self, path: str) -> str:
        """Return the template that a path belongs to, `other` if none."""
        fixed = self._fixed.get(path)
        if fixed is not None:
            return fixed
        for pattern, template in self._open:
            if pattern.fullmatch(path):
                return template
        return OTHER


def _pattern(template: str) -> re.Pattern[str]:
    pieces = _PARAMETER.split(template)
    return re.compile("[^/]+".join(map(re.escape, pieces)))
