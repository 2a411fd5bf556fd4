"""Going on where somebody was interrupted."""

from django.http import HttpResponse

from tipline.doors.public.pages.drafts import current
from tipline.doors.public.pages.form import go_to
from tipline.doors.public.steps.table import furthest
from tipline.doors.public.visit import Visitor


def go_on(visitor: Visitor) -> HttpResponse:
    """Send the browser to the first page that was not answered yet."""
    draft = current(visitor)
    if draft is None:
        return visitor._replace(held=None).go("start")
    return go_to(visitor, furthest(draft))
