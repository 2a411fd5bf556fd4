"""Renders pages: GOV.UK Frontend's components, our frame, a door's own templates."""

from collections.abc import Callable, Hashable
from typing import Any, Final

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from jinja2 import Environment, PackageLoader, PrefixLoader

from tipline.doors.theme.assets import asset
from tipline.doors.theme.frame import NONCE

_COMPONENTS: Final = "govuk_frontend_jinja"
_NONCE_GAP: Final = "gap-for-the-nonce"
_TOKEN_GAP: Final = "gap-for-the-token"  # noqa: S105 - a place in a page


class Pages:
    """The templates of one door, under the names `theme/...` and the door's own."""

    def __init__(self, door: str, **words: Callable[..., object]) -> None:
        self._environment = Environment(
            loader=PrefixLoader(
                {
                    _COMPONENTS: PackageLoader(_COMPONENTS),
                    "theme": PackageLoader("tipline.doors.theme"),
                    door: PackageLoader(f"tipline.doors.{door}"),
                }
            ),
            autoescape=True,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._made: dict[Hashable, str] = {}
        self._environment.globals.update(asset=asset, url=_url, **words)

    def render(
        self,
        request: ASGIRequest,
        template: str,
        status: int = 200,
        *,
        same: Hashable = None,
        **context: Any,  # noqa: ANN401 - whatever the page shows
    ) -> HttpResponse:
        """Return a page; it gets the CSP nonce and, unless it has its own, Django's form token.

        Pages with one key `same` differ in nonce and form token alone, and are made only once.
        """
        if same is not None:
            return _page(self._again(request, template, same, context), status)
        given = {"cspNonce": request.scope[NONCE], "form_token": lambda: get_token(request)}
        text = self._environment.get_template(template).render(given | context)
        return _page(text, status)

    def _again(
        self, request: ASGIRequest, template: str, same: Hashable, context: dict[str, Any]
    ) -> str:
        made = self._made.get((template, same))
        if made is None:
            gaps = {"cspNonce": _NONCE_GAP, "form_token": _TOKEN_GAP}
            made = self._environment.get_template(template).render(context | gaps)
            self._made[template, same] = made
        made = made.replace(_NONCE_GAP, request.scope[NONCE])
        return made.replace(_TOKEN_GAP, str(context["form_token"]))


def _page(text: str, status: int) -> HttpResponse:
    response = HttpResponse(text, status=status)
    # A page that says why not is no event: Django would log a line for each.
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001
    return response


def _url(name: str, *arguments: object) -> str:
    return reverse(name, args=arguments)
