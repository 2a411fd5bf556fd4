"""Renders pages: GOV.UK Frontend's components, our frame, a door's own templates."""

from collections.abc import Callable
from typing import Any, Final

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from jinja2 import Environment, PackageLoader, PrefixLoader

from tipline.doors.theme.assets import asset
from tipline.doors.theme.frame import NONCE

_COMPONENTS: Final = "govuk_frontend_jinja"


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
        self._environment.globals.update(asset=asset, url=_url, **words)

    def render(
        self,
        request: ASGIRequest,
        template: str,
        status: int = 200,
        **context: Any,  # noqa: ANN401 - whatever the page shows
    ) -> HttpResponse:
        """Return a page; it gets the CSP nonce and, unless it has its own, Django's form token."""
        given = {"cspNonce": request.scope[NONCE], "form_token": lambda: get_token(request)}
        text = self._environment.get_template(template).render(given | context)
        return HttpResponse(text, status=status)


def _url(name: str, *arguments: object) -> str:
    return reverse(name, args=arguments)
