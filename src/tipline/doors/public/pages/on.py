"""Beginning anew, and going on where somebody was interrupted."""

from django.http import HttpResponse

from tipline.domain.places import COUNTRY_CODES
from tipline.doors.public.pages.drafts import current
from tipline.doors.public.pages.form import go_to
from tipline.doors.public.steps.table import furthest
from tipline.doors.public.tokens import Holds
from tipline.doors.public.visit import Visitor


def begin(visitor: Visitor) -> HttpResponse:
    """Begin a visit of its own, whoever used this browser before."""
    came = visitor.request.headers.get("Sec-Fetch-Site", "same-origin")
    if came not in {"same-origin", "none"}:
        return visitor.go("start")  # another site's form would take the place of a visit
    chosen = visitor.typed("country")
    country = chosen if chosen in COUNTRY_CODES else ""
    return visitor.holding(Holds.NEW).living_in(country).go("step", "1")


def go_on(visitor: Visitor) -> HttpResponse:
    """Send the browser to the first page that was not answered yet."""
    elsewhere = {Holds.SENT: "receipt", Holds.RECEIPT: "way"}
    if visitor.held is not None and visitor.held.kind in elsewhere:
        return visitor.go(elsewhere[visitor.held.kind])
    draft = current(visitor)
    if draft is None:
        return visitor._replace(held=None).go("start")
    return go_to(visitor, furthest(draft))
