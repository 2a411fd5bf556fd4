"""What is wrong with an answer, as the visitor is told: from codes of problems to sentences."""

from typing import Final

from tipline.doors.public.words import N_

SENTENCES: Final = {
    "too_long": N_("This is too long. Please make it shorter."),
    "control_character": N_(
        "There are characters in it that we cannot read. Please write it again."
    ),
    "file_in_text": N_(
        "This looks like a picture or a file, and we took that part out. We cannot receive files."
        " Your other words are still here: check them and continue."
    ),
    "day_impossible": N_(
        "There is no such date. Write numbers, the year with four digits, or leave it empty."
    ),
    "day_ahead": N_("This date is still to come. Check the year."),
    "time_unreadable": N_("Write a shorter time, such as 20:15."),
    "email_unreadable": N_("Check the e-mail address, for example name@example.org."),
    "phone_unreadable": N_("Check the phone number. It has digits only, and perhaps a +."),
    "contact_missing": N_("Write how we can reach you, or go back and choose another way."),
    "country_unknown": N_("Choose a country from the list, or leave it out."),
    "zone_unknown": N_("Choose from the list."),
    "too_many_blocks": N_("There is no room for more places. Write the others in your own words."),
    "nothing_stated": N_(
        "We need at least one thing we can look at: a web address, a name, or some words on what"
        " happened."
    ),
    "trap": N_("There is a field that must stay empty. Please leave it empty and continue."),
}
"""By code; a test holds this against what `check_draft` can find."""

UNKNOWN: Final = N_("Please check this answer.")
