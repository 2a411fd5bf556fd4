"""What each step asks, in plain words: one thing per page, every question can be left out.

Source: users-and-peers reference, section 5.2. Wording changes for a young person, a parent, a
professional; no text blames, promises secrecy that cannot be kept, or asks anybody to investigate.
"""

from typing import Final

from tipline.domain.public.draft import (
    LONGEST_LINE,
    LONGEST_NARRATIVE,
)
from tipline.domain.vocabulary import AgeBand, Answer, ContactWish, Relation
from tipline.doors.public.steps.fields import (
    YES_NO,
    By,
    Field,
    Kind,
    one_of,
    ticked,
    yes_or_no,
)
from tipline.doors.public.words import N_

_ANSWER: Final = one_of(Answer)

WHO: Final = (
    Field(
        "relation",
        Kind.RADIOS,
        N_("Who are you?"),
        N_("This only changes how we word the questions. You can leave it out."),
        (
            (Relation.YOUNG_PERSON.value, N_("I am under 18")),
            (Relation.PARENT_OR_CARER.value, N_("I am a parent, or I care for a young person")),
            (Relation.WITNESS.value, N_("I am somebody who saw or heard something")),
            (
                Relation.PROFESSIONAL.value,
                N_("I work with young people, or this is part of my job"),
            ),
        ),
        one_of(Relation),
    ),
    Field(
        "send_if_left",
        Kind.TICK,
        N_("If I stop before the end, send what I have answered so far"),
        N_(
            "Then we get them one hour after your last page, also if you press “Leave this page"
            " now”. Without the tick we erase them. How to reach you is never sent this way."
        ),
        convert=ticked,
    ),
)

DANGER: Final = (
    Field(
        "danger_now",
        Kind.RADIOS,
        By(
            N_("Is somebody in danger now?"),
            young=N_("Are you or somebody else in danger now?"),
            parent=N_("Is your child or somebody else in danger now?"),
        ),
        "",
        YES_NO,
        _ANSWER,
    ),
)

DANGER_MORE: Final = (
    Field(
        "meeting_planned",
        Kind.RADIOS,
        By(
            N_("Is a meeting with the young person planned?"),
            young=N_("Does somebody want to meet you?"),
            parent=N_("Does somebody want to meet your child?"),
        ),
        "",
        YES_NO,
        _ANSWER,
        inline=True,
    ),
    Field(
        "threats_or_demands",
        Kind.RADIOS,
        By(
            N_("Does somebody threaten or demand something?"),
            young=N_("Does somebody threaten you or demand something from you?"),
        ),
        "",
        YES_NO,
        _ANSWER,
        inline=True,
    ),
    Field(
        "child_can_be_found",
        Kind.RADIOS,
        By(
            N_("Does the person know where the young person lives or goes to school?"),
            young=N_("Does the person know where you live or go to school?"),
            parent=N_("Does the person know where your child lives or goes to school?"),
        ),
        "",
        YES_NO,
        _ANSWER,
        inline=True,
    ),
    Field(
        "still_going_on",
        Kind.RADIOS,
        N_("Is it still going on?"),
        "",
        YES_NO,
        _ANSWER,
        inline=True,
    ),
)

WHAT: Final = (
    Field(
        "narrative",
        Kind.BOX,
        By(
            N_("What happened?"),
            young=N_("What happened? Tell it in your own words."),
        ),
        By(
            N_(
                "Who said or did what, when and where? A few words are enough. There is no need"
                " to describe pictures."
            ),
            young=N_(
                "Who said or did what, when and where? A few words are enough. You have done"
                " nothing wrong by telling. There is no need to describe pictures."
            ),
            professional=N_(
                "Facts: who said or did what, when and where, and what was done since. There is"
                " no need to describe pictures, and please name no colleague."
            ),
        ),
        longest=LONGEST_NARRATIVE,
    ),
)

_AGES: Final = (
    (AgeBand.UNDER_6.value, N_("Under 6")),
    (AgeBand.FROM_6_TO_9.value, N_("6 to 9")),
    (AgeBand.FROM_10_TO_12.value, N_("10 to 12")),
    (AgeBand.FROM_13_TO_15.value, N_("13 to 15")),
    (AgeBand.FROM_16_TO_17.value, N_("16 or 17")),
    (AgeBand.UNKNOWN.value, N_("I don’t know")),
)

COUNTRY: Final = "country"
"""Marks a list whose options are all countries, in the visitor's language."""

CHILD: Final = (
    Field(
        "child-age",
        Kind.RADIOS,
        By(N_("How old is the young person, about?"), young=N_("How old are you?")),
        "",
        _AGES,
        one_of(AgeBand),
    ),
    Field(
        "child-country",
        Kind.LIST,
        By(N_("In which country is the young person?"), young=N_("In which country do you live?")),
        options=((COUNTRY, ""),),
    ),
    Field(
        "child-region",
        Kind.LINE,
        N_("Which region or town?"),
        longest=100,
    ),
    Field(
        "child-safe_now",
        Kind.RADIOS,
        By(N_("Is the young person safe now?"), young=N_("Are you safe now?")),
        "",
        YES_NO,
        _ANSWER,
        inline=True,
    ),
    Field(
        "child-knows",
        Kind.RADIOS,
        By(
            N_("Does the young person know that you tell us?"),
            young=N_("Does an adult you trust know about it?"),
        ),
        "",
        YES_NO,
        _ANSWER,
        inline=True,
    ),
)

CHILD_DETAILS: Final = (
    Field(
        "child-name",
        Kind.LINE,
        By(N_("Name, or the name used online"), young=N_("Your name, or the name you use online")),
        longest=LONGEST_LINE,
    ),
    Field(
        "child-details",
        Kind.BOX,
        By(
            N_("Anything else that helps to find and protect them"),
            young=N_("Anything else that helps us protect you"),
        ),
        N_("For example a school or a club."),
        longest=2_000,
    ),
)
"""Asked only of those who open "I want to give details"."""

OTHER: Final = (
    Field(
        "other-names",
        Kind.BOX,
        N_("Which names does the person or account use?"),
        N_("One on each line. You do not need to know the real name."),
        longest=1_000,
    ),
    Field(
        "other-country",
        Kind.LIST,
        N_("In which country is the person, as far as you know?"),
        options=((COUNTRY, ""),),
    ),
    Field("other-region", Kind.LINE, N_("Which region or town?"), longest=100),
    Field(
        "other-details",
        Kind.BOX,
        N_("Anything that tells where or who the person is"),
        N_("Only what you know already. Please do not go and look for more."),
        longest=2_000,
    ),
)

WHERE_ARE_YOU: Final = (
    Field(
        "country",
        Kind.LIST,
        N_("In which country are you?"),
        N_("Only to find out who can help."),
        options=((COUNTRY, ""),),
    ),
    Field("region", Kind.LINE, N_("Which region or town? You can leave this out."), longest=100),
)

REACH: Final = (
    Field(
        "reach-wish",
        Kind.RADIOS,
        N_("May we reach you?"),
        N_("You can stay anonymous. If we cannot ask you anything, we can sometimes do less."),
        (
            (ContactWish.NONE.value, N_("No, I want to stay anonymous")),
            (
                ContactWish.BY_CODE.value,
                N_("Only here: I come back with a code and see if there is a question"),
            ),
            (ContactWish.BY_EMAIL.value, N_("By e-mail")),
            (ContactWish.BY_PHONE.value, N_("By phone")),
        ),
        lambda typed: ContactWish(typed) if typed in set(ContactWish) else ContactWish.NONE,
    ),
)

BY_EMAIL: Final = Field(
    "reach-email", Kind.LINE, N_("Your e-mail address"), longest=LONGEST_LINE, mode="email"
)
BY_PHONE: Final = Field("reach-phone", Kind.LINE, N_("Your phone number"), longest=50, mode="tel")

REACH_MORE: Final = (
    Field(
        "reach-times",
        Kind.LINE,
        N_("When is it safe to reach you?"),
        longest=LONGEST_LINE,
    ),
    Field(
        "reach-is_private",
        Kind.RADIOS,
        N_("Are you the only one who sees messages at this address or number?"),
        "",
        YES_NO,
        _ANSWER,
        inline=True,
    ),
    Field(
        "reach-may_go_to_police",
        Kind.RADIOS,
        N_("May we tell the police how to reach you?"),
        "",
        (("yes", N_("Yes")), ("no", N_("No"))),
        yes_or_no,
        inline=True,
    ),
)
"""Asked of those who give an e-mail address or a phone number."""
