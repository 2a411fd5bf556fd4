"""What of a report goes to an agency: to which group each field belongs, and what is left."""

from tipline.domain.referrals.release.assignment import FIELDS, Assigned, permitted
from tipline.domain.referrals.release.count import count_groups
from tipline.domain.referrals.release.defaults import default_groups, may_get, why_default
from tipline.domain.referrals.release.keep import keep_groups, released_path

__all__ = [
    "FIELDS",
    "Assigned",
    "count_groups",
    "default_groups",
    "keep_groups",
    "may_get",
    "permitted",
    "released_path",
    "why_default",
]
