"""Works out where reports belong: findings from their facts, agencies by the routing rules."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, time

import msgspec

from tipline.domain.directory.index import Directory
from tipline.domain.referrals.dossier import RegistryCountry
from tipline.domain.routing.case_facts import facts_of_case
from tipline.domain.routing.find import find_findings
from tipline.domain.routing.lookups import IpCountry
from tipline.domain.routing.route import route
from tipline.domain.routing.rules import Choice, Rule
from tipline.domain.timestamp import Timestamp
from tipline.ports.clock import Clock
from tipline.services.desk.open_report import OpenedReport
from tipline.services.referrals.compose_dossier import Registry
from tipline.services.referrals.study_case import Advice, Suggestion, every_report


class RuledAdviser(msgspec.Struct, frozen=True, kw_only=True):
    """Advises by directory and rules as they are now; `own_country` is the hotline's."""

    directory: Callable[[], Directory]
    rules: Callable[[], Sequence[Rule]]
    ip_country: IpCountry
    own_country: str | None

    def advise(self, reports: Sequence[OpenedReport]) -> Advice:
        """Return where reports belong; several agencies if they do.

        Raises:
            SettingsError: the directory or the rules cannot be read.
        """
        directory = self.directory()
        pairs = list(every_report(reports))
        findings = find_findings(pairs, self.ip_country)
        facts = facts_of_case(report for _, report in pairs)
        found = route(findings, facts, self.rules(), directory.agencies, self.own_country)
        return Advice(
            findings=findings,
            recommended=_suggested(found.recommended, directory),
            possible=_suggested(found.possible, directory),
            notes=() if found.fallback_reason is None else (found.fallback_reason,),
        )


def registry_of(ip_country: IpCountry, clock: Clock) -> Registry:
    """Return what packages say of an IP address: country, table, and the table's date.

    A table that carries no date says nothing of how old it is: then the day on which it was asked
    stands beside its name.
    """

    def look_up(address: str) -> RegistryCountry | None:
        found = ip_country.find(address)
        if found is None:
            return None
        source, as_of = found.source, None
        if found.as_of is None:
            source += f" (a table without a date, asked on {clock.now().date().isoformat()})"
        else:
            as_of = Timestamp.of(datetime.combine(found.as_of, time(), UTC))
        return RegistryCountry(
            address=address,
            country=found.country,
            source=source,
            as_of=as_of,
        )

    return look_up


def _suggested(choices: Iterable[Choice], directory: Directory) -> tuple[Suggestion, ...]:
    found = ((directory.find(one.agency), one) for one in choices)
    return tuple(
        Suggestion(
            agency=agency,
            reasons=one.reasons,
            findings=one.findings,
            gates=one.gates,
            doubts=one.doubts,
        )
        for agency, one in found
        if agency is not None
    )
