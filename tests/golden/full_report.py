"""One made-up report with every field a provider can fill; the golden files are made of it."""

from datetime import date
from decimal import Decimal

from tipline.domain.report import (
    AccountPlatform,
    Address,
    Annotations,
    AssociatedAccount,
    ChatIncident,
    Contact,
    Device,
    Disabling,
    Email,
    EmailIncident,
    EstimatedLocation,
    ForeignLegalProcess,
    GameIncident,
    IpEvent,
    LawEnforcement,
    NewsgroupIncident,
    OfflineIncident,
    PeerToPeerIncident,
    Person,
    Phone,
    PhoneIncident,
    Recipient,
    Report,
    Reported,
    Reporter,
    Summary,
    TemporaryDisabling,
    Victim,
    WebPageIncident,
)
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import (
    AccountType,
    AddressType,
    EmailType,
    EventKind,
    IncidentType,
    PhoneType,
)

PHONE = Phone(
    number="202 555 0117",
    kind=PhoneType.MOBILE,
    verified=True,
    verified_at=Timestamp("2026-01-30T08:00:00.123456789-05:00"),
    calling_code="+1",
    extension="17",
)
EMAIL = Email(
    address="user17@example.org",
    kind=EmailType.RECOVERY,
    verified=True,
    verified_at=Timestamp("2026-01-30T08:00:01Z"),
)
ADDRESS = Address(
    kind=AddressType.BILLING,
    street="17 Example Street",
    city="Springfield",
    zip_code="00017",
    state="IL",
    region="Example Region",
    country="US",
)
IP_EVENT = IpEvent(
    address="192.0.2.17",
    event=EventKind.LOGIN,
    at=Timestamp("2026-01-31T13:45:00.5+02:00"),
    maybe_proxy=False,
    port=49_152,
)
IPV6_EVENT = IpEvent(address="2001:db8::17", event=EventKind.REGISTRATION)
DEVICE = Device(
    kind="IMEI",
    value="00-000000-000017-0",
    event=EventKind.PURCHASE,
    at=Timestamp("2026-01-31T13:46:00+14:00"),
)
LOCATION = EstimatedLocation(
    city="Springfield",
    region="IL",
    country="US",
    verified=False,
    estimated_at=Timestamp("2026-01-31T14:00:00Z"),
)
TEMPORARILY = TemporaryDisabling(
    disabled=True,
    disabled_at=Timestamp("2026-01-31T15:00:00Z"),
    user_notified=True,
    user_notified_at=Timestamp("2026-01-31T15:00:01Z"),
    reenabled_at=Timestamp("2026-03-01T00:00:00Z"),
)
PERMANENTLY = Disabling(
    disabled=False,
    disabled_at=Timestamp("2026-02-01T15:00:00Z"),
    user_notified=False,
    user_notified_at=Timestamp("2026-02-01T15:00:01Z"),
)
CONTACT = Contact(
    first_name="Contact",
    last_name="Seventeen",
    phones=(PHONE,),
    emails=(EMAIL,),
    addresses=(ADDRESS,),
)
PERSON = Person(
    first_name="Person",
    last_name="Sev\u00e9nteen",
    phones=(PHONE, Phone(number="202 555 0118")),
    emails=(EMAIL, Email(address="user18@example.org")),
    addresses=(ADDRESS, Address()),
    age=17,
    age_conflict=True,
    born=date(2008, 2, 29),
)
ASSOCIATED = AssociatedAccount(
    account_id="account-18",
    service="Example Mail",
    compromised=False,
    screen_name="screen_18",
    display_names=("Display 18", ""),
    profile_urls=("https://example.net/18",),
    profile_bio="Synthetic biography 18.",
    ip_events=(IP_EVENT,),
    devices=(DEVICE,),
    prior_reports=(100_000_018,),
    temporarily_disabled=TEMPORARILY,
    permanently_disabled=PERMANENTLY,
    all_emails_reported=True,
    kind=AccountType.PARENT_GUARDIAN,
    platform=AccountPlatform(name="Example Platform", third_party=True),
    first_name="First",
    middle_name="Middle",
    last_name="Last",
    age=47,
    age_conflict=False,
    born=date(1979, 1, 31),
    phones=(PHONE,),
    emails=(EMAIL,),
    addresses=(ADDRESS,),
    group="group-18",
    additional_info="Synthetic note 18.",
)
SUMMARY = Summary(
    incident_type=IncidentType.MISLEADING_DOMAIN,
    platform="Example Platform",
    urgency_reason="Synthetic reason 17.",
    annotations=Annotations(
        sextortion=True,
        csam_solicitation=True,
        minor_to_minor=True,
        spam=True,
        sadistic_online_exploitation=True,
        informational=True,
        potential_aggravating_factors=True,
        instrumental_use=True,
    ),
    incident_time=Timestamp("2026-01-31T13:45:00.123456789012+02:00"),
    incident_time_meaning="Synthetic meaning 17.",
)
INCIDENTS = (
    WebPageIncident(
        urls=("https://example.org/17?a=1&b=2", "https://example.com/"),
        third_party_hosted=True,
        additional_info="Synthetic note 1.",
    ),
    EmailIncident(
        emails=(EMAIL,),
        content="Subject: Synthetic subject 17.\r\n\r\nSynthetic body 17.",
        additional_info="Synthetic note 2.",
    ),
    NewsgroupIncident(
        name="example.group",
        emails=(EMAIL,),
        content="Synthetic content 3.",
        additional_info="Synthetic note 3.",
    ),
    ChatIncident(
        client="Example Chat",
        room="Room 17",
        content="Synthetic content 4.",
        additional_info="Synthetic note 4.",
    ),
    GameIncident(
        game="Example Game",
        console="Example Console",
        content="Synthetic content 5.",
        additional_info="Synthetic note 5.",
    ),
    PhoneIncident(
        phone=PHONE,
        latitude=Decimal("51.507400"),
        longitude=Decimal("-0.1278"),
        additional_info="Synthetic note 6.",
    ),
    OfflineIncident(
        place_name="Example Hall", addresses=(ADDRESS,), additional_info="Synthetic note 7."
    ),
    PeerToPeerIncident(
        client="Example Client",
        ip_events=(IP_EVENT, IPV6_EVENT),
        additional_info="Synthetic note 8.",
    ),
)

FULL_REPORT = Report(
    summary=SUMMARY,
    incidents=INCIDENTS,
    law_enforcement=LawEnforcement(
        agency="Example Agency",
        case_number="CASE-17",
        officer=CONTACT,
        told_by_reporter=True,
        domestic_process_served=False,
        foreign_process=ForeignLegalProcess(served=True, country="CA"),
    ),
    reporter=Reporter(
        person=PERSON,
        contact=CONTACT,
        company_template="Synthetic standing text 17.",
        terms_of_service="Synthetic terms 17.",
        legal_url="https://example.com/legal",
    ),
    reported=(
        Reported(
            account_id="account-17",
            service="Example Service",
            compromised=True,
            screen_name="screen_17",
            display_names=("Display 17", "\u0645\u062b\u0627\u0644"),
            profile_urls=("https://example.org/users/17",),
            profile_bio="Synthetic biography 17.",
            ip_events=(IP_EVENT, IPV6_EVENT),
            devices=(DEVICE,),
            prior_reports=(100_000_017, 7),
            temporarily_disabled=TEMPORARILY,
            permanently_disabled=PERMANENTLY,
            all_emails_reported=False,
            person=PERSON,
            vehicle="Synthetic vehicle 17.",
            third_party=True,
            group="group-17",
            location=LOCATION,
            associated_accounts=(ASSOCIATED, AssociatedAccount()),
            additional_info="Synthetic note 17.",
        ),
    ),
    recipients=(
        Recipient(
            account_id="account-19",
            service="Example Service",
            compromised=False,
            screen_name="screen_19",
            display_names=("Display 19",),
            profile_urls=("https://example.org/users/19",),
            profile_bio="Synthetic biography 19.",
            ip_events=(IP_EVENT,),
            devices=(DEVICE,),
            prior_reports=(100_000_019,),
            temporarily_disabled=TEMPORARILY,
            permanently_disabled=PERMANENTLY,
            all_emails_reported=True,
            person=PERSON,
            group="group-19",
            location=LOCATION,
            additional_info=("Synthetic note 19.", "Synthetic note 20."),
        ),
        Recipient(),
    ),
    victims=(
        Victim(
            account_id="account-21",
            service="Example Service",
            compromised=False,
            screen_name="screen_21",
            display_names=("Display 21",),
            profile_urls=("https://example.org/users/21",),
            profile_bio="Synthetic biography 21.",
            ip_events=(IP_EVENT,),
            devices=(DEVICE,),
            prior_reports=(100_000_021,),
            temporarily_disabled=TEMPORARILY,
            permanently_disabled=PERMANENTLY,
            all_emails_reported=True,
            person=PERSON,
            school="Example School",
            location=LOCATION,
            associated_accounts=(ASSOCIATED,),
            additional_info="Synthetic note 21.",
        ),
    ),
    additional_info="Synthetic narrative 17.",
)
