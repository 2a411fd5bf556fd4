"""How long each text may be, in characters; texts that are not here have no limit of their own.

Source: CyberTipline API reference, section 2, column "Max" (rule R16); ours where it says so.
"""

from typing import Final

from tipline.domain import report as r

_ACCOUNT: Final = {
    "account_id": 255,
    "service": 100,
    "screen_name": 256,
    "display_names": 255,
    "profile_urls": 2083,
}
_NAMES: Final = {"first_name": 100, "last_name": 100}

LONGEST: Final[dict[type[r.Part], dict[str, int]]] = {
    r.Summary: {"platform": 256, "urgency_reason": 3000, "incident_time_meaning": 3000},
    r.LawEnforcement: {"agency": 255, "case_number": 100},
    r.Reporter: {"legal_url": 2083},
    r.Contact: _NAMES,
    r.Person: _NAMES,
    r.Phone: {"number": 50, "extension": 10},
    r.Email: {"address": 255},
    r.Address: {"street": 255, "city": 100, "zip_code": 20, "region": 100},
    r.EstimatedLocation: {"city": 255, "region": 255},
    r.Device: {"kind": 255, "value": 2083},
    r.Reported: _ACCOUNT | {"vehicle": 300, "group": 255},
    r.Recipient: _ACCOUNT | {"group": 255},
    r.Victim: _ACCOUNT | {"school": 255},
    r.AccountPlatform: {"name": 256},
    r.AssociatedAccount: {
        "first_name": 256,
        "middle_name": 256,
        "last_name": 256,
        "service": 256,
        "account_id": 256,
        "profile_urls": 2083,
        "screen_name": 256,
        "display_names": 255,
        "group": 256,
    },
    r.WebPageIncident: {"urls": 2083},
    r.NewsgroupIncident: {"name": 255},
    r.ChatIncident: {"client": 255, "room": 255},
    r.GameIncident: {"game": 255, "console": 255},
    r.OfflineIncident: {"place_name": 255},
    r.PeerToPeerIncident: {"client": 255},
    # No source: the public form's own limits.
    r.PublicAnswers: {
        "category": 100,
        "contact_times": 255,
        "language": 35,
        "consent_version": 100,
    },
    r.Seen: {"of": 100, "day": 10, "time": 60, "zone": 6},
}
"""The most characters (code points) of a text field, or of each text in a list."""
