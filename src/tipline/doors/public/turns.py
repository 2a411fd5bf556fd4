"""At which pace the public door works on what costs much."""

from typing import Final

from tipline.doors.theme.turns import Rate, Turns

__all__ = ["RATES", "Rate", "Turns"]

RATES: Final = {
    "first": Rate(60, 600),
    "send": Rate(20, 400),
    "send_slowly": Rate(15, 300),
    "show": Rate(20, 200),
    "code": Rate(8, 200),
    "code_slowly": Rate(5, 100),
}
"""First answers (each makes a draft); sending a report, seeing its receipt, trying a code.

Those whose browser did its proof of work have queues of their own: whoever floods the others'
pays for every place in these.
"""
