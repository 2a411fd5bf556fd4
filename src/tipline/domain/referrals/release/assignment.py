"""To which group of facts every field of every part of a report belongs: one table.

A field without a line here would be a fact nobody decides on: a test walks the types.
"""

from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple, cast

from tipline.domain import report as r
from tipline.domain.referrals.groups import FactGroup


class Assigned(NamedTuple):
    """Where a field belongs: to a group, or (None) to the group of the part that it stands in.

    A fact goes only if both groups go, its own and that of the part it stands in; `alone` marks
    what goes without the latter. `sifted` marks parts that hold such fields, and so are looked
    into even if their own group stays.
    """

    group: FactGroup | None = None
    alone: bool = False
    sifted: bool = False


_G: Final = FactGroup
_OWN: Final = Assigned()
_TEXT: Final = Assigned(_G.NARRATIVES)
_TRACE: Final = Assigned(_G.CONNECTIONS)
_WEB: Final = Assigned(_G.WEB_ADDRESSES, alone=True)
_REACH: Final = Assigned(_G.REPORTER_CONTACT, alone=True)

_Fields = dict[str, Assigned]


def _fields(own: str, **apart: Assigned) -> _Fields:
    """Return the lines of one part: names that stay with it, and those that belong elsewhere."""
    return dict.fromkeys(own.split(), _OWN) | apart


_CONTACT: Final = _fields("first_name last_name phones emails addresses")
_DISABLING: Final = _fields("disabled disabled_at user_notified user_notified_at")
_ACCOUNT: Final = _fields(
    "account_id service compromised screen_name display_names profile_urls prior_reports"
    " temporarily_disabled permanently_disabled all_emails_reported",
    profile_bio=_TEXT,
    ip_events=_TRACE,
    devices=_TRACE,
)
_SUBJECT: Final = _ACCOUNT | _fields("person location", additional_info=_TEXT)

FIELDS: Final[dict[type[r.Part], _Fields]] = {
    r.Report: {
        "summary": Assigned(_G.SUMMARY),
        "incidents": Assigned(_G.INCIDENTS, sifted=True),
        "law_enforcement": Assigned(_G.LAW_ENFORCEMENT),
        # Of a public report, this is the reporter: see `group_of`.
        "reporter": Assigned(_G.REPORTING_SERVICE),
        "reported": Assigned(_G.REPORTED),
        "recipients": Assigned(_G.RECIPIENTS),
        "victims": Assigned(_G.VICTIMS),
        "additional_info": _TEXT,
        "public": Assigned(_G.ANSWERS, sifted=True),
    },
    r.Summary: _fields(
        "incident_type platform urgency_reason annotations incident_time incident_time_meaning"
    ),
    r.Annotations: _fields(
        "sextortion csam_solicitation minor_to_minor spam sadistic_online_exploitation"
        " informational potential_aggravating_factors instrumental_use"
    ),
    r.LawEnforcement: _fields(
        "agency case_number officer told_by_reporter domestic_process_served foreign_process"
    ),
    r.ForeignLegalProcess: _fields("served country"),
    r.Reporter: _fields("person contact company_template terms_of_service legal_url"),
    r.PublicAnswers: _fields(
        "relation danger_now meeting_planned threats_or_demands child_can_be_found"
        " still_going_on category seen child_age child_safe_now child_knows language"
        " consent_version incomplete unconfirmed",
        contact_wish=_REACH,
        contact_times=_REACH,
        contact_is_private=_REACH,
        contact_may_go_to_police=_REACH,
    ),
    r.Seen: _fields("of day time zone about still_there"),
    r.WebPageIncident: _fields("", urls=_WEB, third_party_hosted=_WEB, additional_info=_TEXT),
    r.EmailIncident: _fields("emails", content=_TEXT, additional_info=_TEXT),
    r.NewsgroupIncident: _fields("name emails", content=_TEXT, additional_info=_TEXT),
    r.ChatIncident: _fields("client room", content=_TEXT, additional_info=_TEXT),
    r.GameIncident: _fields("game console", content=_TEXT, additional_info=_TEXT),
    r.PhoneIncident: _fields("phone latitude longitude", additional_info=_TEXT),
    r.OfflineIncident: _fields("place_name addresses", additional_info=_TEXT),
    r.PeerToPeerIncident: _fields(
        "client", ip_events=Assigned(_G.CONNECTIONS, alone=True), additional_info=_TEXT
    ),
    r.Reported: _SUBJECT | _fields("vehicle third_party group associated_accounts"),
    r.Recipient: _SUBJECT | _fields("group"),
    r.Victim: _SUBJECT | _fields("school associated_accounts"),
    r.AssociatedAccount: _ACCOUNT
    | _fields(
        "kind platform first_name middle_name last_name age age_conflict born phones emails"
        " addresses group",
        additional_info=_TEXT,
    ),
    r.AccountPlatform: _fields("name third_party"),
    r.Person: _CONTACT | _fields("age age_conflict born"),
    r.Contact: _CONTACT,
    r.Phone: _fields("number kind verified verified_at calling_code extension"),
    r.Email: _fields("address kind verified verified_at"),
    r.Address: _fields("kind street city zip_code state region country"),
    r.IpEvent: _fields("address event at maybe_proxy port"),
    r.Device: _fields("kind value event at"),
    r.EstimatedLocation: _fields("city region country verified estimated_at"),
    r.Disabling: _DISABLING,
    r.TemporaryDisabling: _DISABLING | _fields("reenabled_at"),
}
"""Every type of part with all of its fields."""


def group_of(part: r.Part, name: str, holder: FactGroup | None) -> FactGroup:
    """Return the group of one field of a part; `holder` is the group of the part itself."""
    if isinstance(part, r.Report) and name == "reporter" and part.public is not None:
        return FactGroup.REPORTER_CONTACT
    return FIELDS[type(part)][name].group or cast("FactGroup", holder)


def permitted(report: r.Report, groups: AbstractSet[FactGroup]) -> frozenset[FactGroup]:
    """Return the groups that may go: how a public reporter is reached only if they agreed."""
    public = report.public
    agreed = public is not None and public.contact_may_go_to_police is True
    return frozenset(groups) if agreed else frozenset(groups - {FactGroup.REPORTER_CONTACT})
