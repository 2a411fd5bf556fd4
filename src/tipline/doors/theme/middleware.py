"""What comes before every page: what the frame refused, and Django's check of form tokens.

The check is made to work where pages tell no site where they come from.
"""

from typing import cast

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware

from tipline.doors.theme.frame import REFUSED
from tipline.doors.theme.refusal import refuse


class FormMiddleware(CsrfViewMiddleware):
    """Django's check of form tokens, for pages whose referrer policy is `no-referrer`.

    With that policy browsers send `Origin: null` with our own forms (Fetch, 3.2), which Django
    takes for another site. Such a request must then say of itself that it comes from our site, if
    it says anything, and must carry the token and the strict cookie in any case.
    """

    def process_request(self, request: HttpRequest) -> HttpResponseBase | None:  # type: ignore[override]
        """Answer what the frame has refused, before anything looks at it."""
        status = cast("ASGIRequest", request).scope.get(REFUSED)
        if status is not None:
            return refuse(request, status)
        super().process_request(request)
        return None

    def _origin_verified(self, request: HttpRequest) -> bool:
        if request.headers.get("Origin") == "null":
            return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        return bool(super()._origin_verified(request))  # type: ignore[misc]
