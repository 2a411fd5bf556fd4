"""The built files of the look: which name each has, and how it is served.

A name carries a digest of the content, so a browser may keep it for as long as it likes.
"""

import json
from functools import cache
from importlib import resources
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

_TYPES: Final = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
_FOREVER: Final = "public, max-age=31536000, immutable"
_FOLDER: Final = resources.files("tipline.doors.theme").joinpath("static")


class LookMissingError(RuntimeError):
    """The look was not built: run `make assets`."""


@cache
def _manifest() -> dict[str, str]:
    try:
        text = _FOLDER.joinpath("manifest.json").read_text("utf-8")
    except FileNotFoundError:
        raise LookMissingError(LookMissingError.__doc__) from None
    return {str(name): str(file) for name, file in json.loads(text).items()}


@cache
def _content(file: str) -> bytes:
    return _FOLDER.joinpath(file).read_bytes()


def asset(name: str) -> str:
    """Return the address of a built file, such as `theme.css`, within the present door.

    Raises:
        LookMissingError: nothing was built.
    """
    return reverse("asset", args=[_manifest()[name]])


def serve_asset(request: HttpRequest, file: str) -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer with a built file; only names in the manifest exist."""
    if file not in _manifest().values():
        raise Http404
    kind = _TYPES[file.rpartition(".")[2]]
    return HttpResponse(_content(file), content_type=kind, headers={"Cache-Control": _FOREVER})
