"""Makes a hotline in a folder and releases packages: `python -m tests.delivery.releasing`.

One process of its own: what it sets up is for one folder.
"""

import sys
from datetime import date, timedelta
from pathlib import Path

from tests.contracts.making import report
from tipline import bootstrap
from tipline.config import read_settings
from tipline.domain.desk import DeskRole
from tipline.domain.directory.agency import Agency, AgencyKind, Channel
from tipline.domain.lifecycle import State
from tipline.domain.moments import to_microseconds
from tipline.domain.referrals.groups import FactGroup
from tipline.ports import operations as ops
from tipline.ports.desk import UserRow
from tipline.services.referrals.handle_referral import Release, open_referral, release_referral


def main(folder: Path, *recipients: tuple[Channel, str]) -> None:
    """Release version 1 of a referral to each of these, counted from 1."""
    settings = read_settings(folder, {})
    bootstrap.create_hotline(settings)
    hotline = bootstrap.open_hotline(settings)
    writer, now = hotline.writer(), hotline.clock.now()

    def do(operation: ops.AnyOperation) -> int:
        result = writer.write(ops.Request(operation=operation, actor="user:1"))
        if not isinstance(result, ops.Done):
            raise TypeError(type(result).__name__)
        return result.number

    person = ops.AddUser(name="ada", role=DeskRole.ANALYST, password="hash", factor=b"factor")
    user = UserRow(
        id=do(person),
        name="ada",
        role=DeskRole.ANALYST,
        password="hash",
        must_change=False,
        factor=b"factor",
        last_step=None,
        disabled=False,
    )
    for number, (channel, address) in enumerate(recipients, 11):
        do(ops.SubmitReport(report=report(number, None, state=State.FINISHED)))
        case = do(ops.OpenCase(reports=(number,), user=user.id))
        opened = open_referral(case, "agency-a", user, writer)
        if not isinstance(opened, ops.Done):
            raise TypeError(type(opened).__name__)
        release = Release(
            referral=opened.number,
            version=1,
            package=b"synthetic zip",
            ciphertext=b"synthetic age",
            reports=(number,),
            groups=(FactGroup.SUMMARY,),
            agency=_agency(channel, address, now.date()),
            urgent=False,
            link_expires_at=to_microseconds(now + timedelta(days=9)),
        )
        if not isinstance(release_referral(release, user, bootstrap.dispatch(hotline)), ops.Done):
            raise TypeError("not released")


def _agency(channel: Channel, address: str, checked: date) -> Agency:
    return Agency(
        id="agency-a",
        name="Agency A of Example",
        kind=AgencyKind.LOCAL_POLICE,
        channel=channel,
        address=address,
        age_recipient="age1example",
        credential="agency-a",
        page="https://agency-a.example.org/",
        source="https://agency-a.example.org/about",
        checked=checked,
        licence="none",
    )


if __name__ == "__main__":
    PAIRS = zip(sys.argv[2::2], sys.argv[3::2], strict=True)
    main(Path(sys.argv[1]), *((Channel(channel), address) for channel, address in PAIRS))
