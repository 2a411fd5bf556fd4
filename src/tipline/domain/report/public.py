"""What only a member of the public is asked, and how sure they are of when it was.

Source: users-and-peers reference, section 5.2 (steps and fields of the public form).
"""

from tipline.domain.report.part import Part
from tipline.domain.vocabulary import AgeBand, Answer, ContactWish, Relation


class Seen(Part, frozen=True, kw_only=True):
    """When and how surely a public reporter saw something; `of` is a JSON Pointer to it.

    `day` is `2026`, `2026-05` or `2026-05-03`, whatever of it is known; `time` is as it was typed;
    `zone` is an offset such as `+02:00`, and None means the clock where the reporter is.
    """

    of: str
    day: str | None = None
    time: str | None = None
    zone: str | None = None
    about: bool = False
    still_there: Answer | None = None


class PublicAnswers(Part, frozen=True, kw_only=True):
    """What only a member of the public is asked; its presence marks a public report.

    None means not asked or left out, `Answer.UNKNOWN` that the reporter does not know. `category`
    is a key of the hotline's own list. How the reporter can be reached is not here: it is sealed
    apart from the report. `incomplete` reports were left before the end, as their reporter chose;
    `unconfirmed` ones came without the proof of work a browser can do.
    """

    relation: Relation | None = None
    danger_now: Answer | None = None
    meeting_planned: Answer | None = None
    threats_or_demands: Answer | None = None
    child_can_be_found: Answer | None = None
    still_going_on: Answer | None = None
    category: str | None = None
    seen: tuple[Seen, ...] = ()
    child_age: AgeBand | None = None
    child_safe_now: Answer | None = None
    child_knows: Answer | None = None
    contact_wish: ContactWish = ContactWish.NONE
    contact_times: str | None = None
    contact_is_private: Answer | None = None
    contact_may_go_to_police: bool | None = None
    language: str | None = None
    consent_version: str | None = None
    incomplete: bool = False
    unconfirmed: bool = False
