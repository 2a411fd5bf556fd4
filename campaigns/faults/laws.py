"""What must hold after all the killing: holds the ledger against the store, row by row."""

from collections import Counter

from campaigns.documents import synthetic
from campaigns.faults.ledger import FINISHED, RETRACTED, Filing, Ledger
from campaigns.faults.store import Store
from tipline.codecs import report_json

_MOVED = {FINISHED: "report.finished", RETRACTED: "report.retracted"}


def check_store(ledger: Ledger, store: Store) -> dict[str, int]:
    """Note every broken law in the ledger; return how many were lost and doubled."""
    lost = doubled = 0
    for filing in ledger.filings:
        found = store.tokens[filing.token]
        doubled += len(found) > 1
        if len(found) > 1:
            ledger.breaks(f"{filing.token} is there {len(found)} times")
        if filing.number is not None and found != [filing.number]:
            lost += not found
            ledger.breaks(f"{filing.token} was acknowledged as {filing.number}, found {found}")
        for number in found[:1]:
            _check_filing(filing, number, ledger, store)
    strangers = {*store.tokens} - {filing.token for filing in ledger.filings}
    if strangers:
        ledger.breaks(f"{len(strangers)} reports that nobody sent")
    _check_entries(ledger, store)
    _check_queue(ledger, store)
    _check_outbox(ledger, store)
    return {"lost": lost, "doubled": doubled, "reports_in_store": len(store.reports)}


def _check_filing(filing: Filing, number: int, ledger: Ledger, store: Store) -> None:
    supplements, state, urgent, digest = store.reports[number]
    if (supplements, urgent) != (filing.supplements, filing.urgent):
        ledger.breaks(f"{filing.token} is stored as another kind of report")
    if state not in filing.states:
        ledger.breaks(f"{filing.token} is in state {state}, not in {sorted(filing.states)}")
    if filing.digest is not None and digest.hex() != filing.digest:
        ledger.breaks(f"{filing.token} has another digest than its receipt")
    sent = report_json.encode_report(synthetic(filing.token, urgent=filing.urgent))
    if store.contents[number] != sent:
        ledger.breaks(f"{filing.token} does not say what was sent")


def _check_entries(ledger: Ledger, store: Store) -> None:
    """Hold the log against the reports: an entry for each change, and no change without one."""
    in_xml = {
        number
        for filing in ledger.filings
        if filing.kind == "xml"
        for number in store.tokens[filing.token]
    }
    wanted: Counter[tuple[str, str, str | None]] = Counter()
    for number, (supplements, state, _, digest) in store.reports.items():
        subject = f"report:{number}"
        if supplements is not None:
            wanted["report.supplemented", f"report:{supplements}", digest.hex()] += 1
            continue
        wanted["report.submitted", subject, digest.hex()] += 1
        if number in in_xml and state in _MOVED:  # in JSON it is finished as it is filed
            wanted[_MOVED[state], subject, None] += 1
    logged = Counter(
        (entry["action"], entry["subject"], entry.get("digest"))
        for entry in store.entries
        if entry["subject"].startswith("report:")
    )
    for missing in wanted - logged:
        ledger.breaks(f"no entry: {missing[:2]}")
    for extra in logged - wanted:
        ledger.breaks(f"an entry without its change: {extra[:2]}")


def _check_queue(ledger: Ledger, store: Store) -> None:
    """The desk has every finished report once, and its counts are true."""
    true = Counter(place for _, place in store.queued)
    if store.counted != true:
        ledger.breaks(f"the desk counts {store.counted}, and there are {true}")
    queued = sorted(number for number, _ in store.queued)
    wanted = sorted(
        number
        for number, (supplements, state, _, _) in store.reports.items()
        if supplements is None and state == FINISHED
    )
    if queued != wanted:
        ledger.breaks(f"the desk has {len(queued)} reports, finished are {len(wanted)}")


def _check_outbox(ledger: Ledger, store: Store) -> None:
    """Every urgent report has one alert, no other has any."""
    wanted = {f"report:{number}": 1 for number, row in store.reports.items() if row[2]}
    if store.alerts != wanted:
        ledger.breaks(f"{store.alerts.total()} alerts for {len(wanted)} urgent reports")
