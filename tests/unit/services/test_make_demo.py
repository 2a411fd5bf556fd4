"""Made-up reports are valid, repeatable, neutral, and can be written."""

import re
from collections import Counter
from datetime import UTC, datetime

from tipline.codecs.cybertipline import decode_report, encode_report
from tipline.codecs.report_json import encode_report as encode_json
from tipline.domain.checks import check_report
from tipline.services.make_demo import make_demo

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
REPORTS = list(make_demo(300, NOW))


def test_every_report_is_good_and_can_be_filed() -> None:
    assert len(REPORTS) == 300
    for report in REPORTS:
        assert check_report(report, NOW) == []
        assert decode_report(encode_report(report)) == report


def test_the_same_seed_gives_the_same_reports() -> None:
    assert list(make_demo(300, NOW)) == REPORTS
    assert list(make_demo(300, NOW, seed=18)) != REPORTS


def test_some_accounts_come_again() -> None:
    accounts = Counter(report.reported[0].screen_name for report in REPORTS)
    assert accounts.most_common(1)[0][1] > 1


def test_only_reserved_names_and_documentation_addresses_occur() -> None:
    text = b"".join(encode_json(report) for report in REPORTS).decode()
    domains = set(re.findall(r"[@/]([a-z0-9.-]+\.[a-z]{2,})", text))
    assert all(domain.endswith(("example.org", "example.net")) for domain in domains)
    addresses = set(re.findall(r"\b\d+\.\d+\.\d+\.\d+\b", text))
    assert all(one.startswith(("192.0.2.", "198.51.100.", "203.0.113.")) for one in addresses)
    assert set(re.findall(r"20255501\d\d", text)) == set(re.findall(r"\b202\d{7}\b", text))
