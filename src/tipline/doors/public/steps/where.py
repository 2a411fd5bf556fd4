"""What is asked of one place: what its kind needs, then when it was."""

from typing import Final

from tipline.domain.public.draft import LONGEST_ADDRESSES, LONGEST_LINE, PlaceKind
from tipline.domain.vocabulary import Answer
from tipline.doors.public.steps.fields import YES_NO, By, Field, Kind, one_of, ticked
from tipline.doors.public.words import N_

_ANSWER: Final = one_of(Answer)

PLACES: Final = {
    PlaceKind.WEB: N_("A web page or a post"),
    PlaceKind.ACCOUNT: N_("An account or a profile"),
    PlaceKind.ROOM: N_("A game, a chat, a group or a server"),
    PlaceKind.CONTACT: N_("An e-mail address or a phone number"),
}
"""What a kind of place is called when it is chosen."""

_SERVICE: Final = Field(
    "service",
    Kind.LINE,
    N_("Which app, site or game?"),
    N_("The name is enough."),
    longest=LONGEST_LINE,
)

PLACE_FIELDS: Final[dict[PlaceKind, tuple[Field, ...]]] = {
    PlaceKind.WEB: (
        Field(
            "text",
            Kind.BOX,
            N_("Web address"),
            N_(
                "One on each line. It does not matter if it is not complete. Do not open the page"
                " again to check."
            ),
            longest=LONGEST_ADDRESSES,
            mode="url",
        ),
    ),
    PlaceKind.ACCOUNT: (
        _SERVICE,
        Field(
            "text",
            Kind.LINE,
            N_("The name of the account, its number, or the address of the profile"),
            By(
                N_("You do not need to know who it is."),
                young=N_("The name they used is enough. You do not need to know who it is."),
            ),
            longest=LONGEST_LINE,
        ),
    ),
    PlaceKind.ROOM: (
        _SERVICE,
        Field(
            "text",
            Kind.LINE,
            N_("The name of the room, group, channel or server"),
            N_("If there is none, leave this out."),
            longest=LONGEST_LINE,
        ),
    ),
    PlaceKind.CONTACT: (
        Field(
            "text",
            Kind.LINE,
            N_("The e-mail address or phone number"),
            N_("For a phone number from another country, begin with + if you can."),
            longest=LONGEST_LINE,
        ),
    ),
}
"""What is asked for each kind of place, before when it was."""

WHEN: Final = (
    Field(
        "day",
        Kind.DAY,
        N_("When was it, about?"),
        N_("What you know of it. For example 27 3 2026, or only the year."),
    ),
    Field("about", Kind.TICK, N_("I am not sure of the date"), convert=ticked),
    Field(
        "time",
        Kind.LINE,
        N_("At what time, about?"),
        N_("For example 20:15, or “in the evening”."),
        longest=40,
        narrow="govuk-input--width-10",
    ),
    Field(
        "zone",
        Kind.LIST,
        N_("By which clock?"),
        options=(
            ("", N_("The clock where I am")),
            *(
                (f"{sign}{hour:02d}:00", f"UTC {sign}{hour:02d}:00")
                for sign, hours in (("-", range(12, 0, -1)), ("+", range(15)))
                for hour in hours
            ),
        ),
    ),
    Field(
        "still_there",
        Kind.RADIOS,
        N_("Is it still there?"),
        N_("Only if you know. Please do not look."),
        YES_NO,
        _ANSWER,
        inline=True,
    ),
)
