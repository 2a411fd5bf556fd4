"""What is said when a form does not come from a page of ours, or from one that is too old."""

from django.http import HttpRequest, HttpResponse

_WORDS = (
    "This form could not be taken, because the page it came from is too old or was opened"
    " elsewhere. Go back, load the page again, and send it once more. Cookies must be allowed for"
    " this site."
)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer a form whose token is missing or wrong."""
    return HttpResponse(_WORDS, status=403, content_type="text/plain; charset=utf-8")
