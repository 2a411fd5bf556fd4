"""A case of many reports, composed and written as a package, in a process that does only that.

`python -m benchmarks.referral.packaged REPORTS` prints what it took as JSON.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import msgspec

from benchmarks.intake.documents import document
from tests.places import DocumentationIpCountry
from tests.unit.services.referrals.cases import SERVICES, opened, registry, release
from tipline.codecs.report_json import decode_report
from tipline.domain.directory.agency import AgencyKind
from tipline.domain.referrals.release import default_groups
from tipline.domain.report import Report
from tipline.domain.routing.find import find_findings
from tipline.gateways.packages.sign import load_referral_signer
from tipline.services.referrals.compose_dossier import Material, compose_dossier
from tipline.services.referrals.write_package import WRITERS, write_package

_KILO: Final = 1024


@dataclass(frozen=True)
class Packaged:
    """Seconds for each step, bytes of the ZIP, and the process's highest resident bytes."""

    reports: int
    find: float
    compose: float
    write: float
    size: int
    peak: int


def everyday(number: int) -> Report:
    """Return the everyday report of the intake benchmark: nine identifiers, two connections."""
    return decode_report(document(number))


def measure(reports: int) -> Packaged:
    """Package a case here; the process should have done nothing before."""
    case = [
        opened(number, everyday(number), provider=min(SERVICES))
        for number in range(1, reports + 1)
    ]
    began = time.perf_counter()
    found = find_findings([(one.row.number, one.report) for one in case], DocumentationIpCountry())
    routed = time.perf_counter()
    material = Material(
        reports=case, services=SERVICES, registry=registry, findings=found.findings
    )
    groups = default_groups(AgencyKind.NATIONAL_POLICE)
    dossier = compose_dossier(msgspec.structs.replace(release(), groups=groups), material)
    composed = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        package = write_package(dossier, load_referral_signer(Path(folder) / "keys"), WRITERS)
    written = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KILO
    return Packaged(
        reports, routed - began, composed - routed, written - composed, len(package.data), peak
    )


def measure_apart(reports: int) -> Packaged:
    """Package a case in a process of its own."""
    found = subprocess.run(
        [sys.executable, "-m", __name__, str(reports)], check=True, capture_output=True
    )
    return Packaged(**json.loads(found.stdout))


if __name__ == "__main__":
    print(json.dumps(asdict(measure(int(sys.argv[1])))))
