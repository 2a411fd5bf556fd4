"""The addresses of referrals: name, address, views by method, and the right they take.

Who reads reports refers them: what leaves is named before it does, and recorded after.
"""

from http import HTTPMethod
from typing import Final

from tipline.domain.desk import Right
from tipline.doors.desk.referrals import handling, listing, page
from tipline.doors.desk.visit import View

_GET, _POST = HTTPMethod.GET, HTTPMethod.POST
_ONE: Final = "referrals/<report:number>/"

REFERRAL_ROUTES: Final[tuple[tuple[str, str, dict[HTTPMethod, View], Right], ...]] = (
    ("referrals", "referrals/", {_GET: listing.show_referrals}, Right.READ_REPORTS),
    ("referral", _ONE, {_GET: page.show_referral}, Right.READ_REPORTS),
    ("referral-download", f"{_ONE}download/", {_POST: handling.download}, Right.READ_REPORTS),
    ("referral-changes", f"{_ONE}changes/", {_POST: handling.show_changes}, Right.READ_REPORTS),
    ("referral-notes", f"{_ONE}notes/", {_POST: handling.show_notes}, Right.READ_REPORTS),
    ("referral-resolve", f"{_ONE}resolve/", {_POST: handling.resolve}, Right.READ_REPORTS),
    ("referral-revoke", f"{_ONE}revoke/", {_POST: handling.revoke}, Right.READ_REPORTS),
    ("referral-withdraw", f"{_ONE}withdraw/", {_POST: handling.withdraw}, Right.READ_REPORTS),
)
"""All of them; `number` is the number of a referral."""
