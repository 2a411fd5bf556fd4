"""The words of the mapping language, each with what it does; nothing else has a meaning in it."""

from typing import Final

DEFAULTS: Final = "defaults"

DEFAULT_WORDS: Final = {
    "zone": "The zone of times that name none, as `Z` or `+02:00`; for the whole mapping.",
    "time": "What numbers that are times count, for the whole mapping.",
}
"""What may stand in `[defaults]`."""

PART_WORDS: Final = {
    "each": 'Makes one entry of each element of a list: `each = "event in user.sign_ins"`.',
    "only": "Keeps what has a value there, or one of these values; leaves out the rest.",
    "unless": "Leaves out what has a value there, or one of these values.",
}
"""What may stand in a part of a report beside its fields, and in an entry of a list of values."""

SOURCE_WORDS: Final = {
    "value": "The value itself: a constant, or text with paths in braces.",
    "first": "A list of values; the first that is there is taken.",
    "present": "`true` if there is a value at this path, `false` if not.",
    "thread": 'Joins messages to one text, a line for each: `thread = "message in messages"`.',
}
"""Where a value comes from; exactly one of them stands in a table of a value."""

VALUE_WORDS: Final = {
    "words": "A table from the platform's words to the report's.",
    "else": "What words not in `words` become; empty text leaves them out; without it, a problem.",
    "time": "What a number that is a time counts, here.",
    "zone": "The zone of this time, if it names none.",
    "part": "The part of a text that is wanted.",
    "required": "`true`: if there is no value, that is a problem; otherwise it is left out.",
}
"""What may stand beside `value`."""

THREAD_WORDS: Final = {
    "at": "The time of a message.",
    "sender": "Who sent it.",
    "text": "What it says, in text.",
}
"""What may stand beside `thread`."""

UNITS: Final = {
    "seconds": "Seconds since 1970.",
    "milliseconds": "Milliseconds since 1970.",
    "microseconds": "Microseconds since 1970.",
}
"""What a number that is a time can count: the words of `time`."""

PARTS: Final = {
    "address": "The address of `192.0.2.17:51234` or `[2001:db8::17]:51234`.",
    "port": "The port of it; none, if there is none.",
    "date": "The date of a date with a time.",
}
"""The words of `part`."""
