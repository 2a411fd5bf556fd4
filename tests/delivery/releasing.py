"""Makes a hotline in a folder and releases one package: `python -m tests.delivery.releasing`."""

import sys
from datetime import timedelta
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


def main(folder: Path, channel: Channel, address: str) -> None:
    """Release version 1 of referral 1 to an agency with this channel and address."""
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
    do(ops.SubmitReport(report=report(11, None, state=State.FINISHED)))
    case = do(ops.OpenCase(reports=(11,), user=user.id))
    opened = open_referral(case, "agency-a", user, writer)
    if not isinstance(opened, ops.Done):
        raise TypeError(type(opened).__name__)
    release = Release(
        referral=opened.number,
        version=1,
        package=b"synthetic zip",
        ciphertext=b"synthetic age",
        reports=(11,),
        groups=(FactGroup.SUMMARY,),
        agency=Agency(
            id="agency-a",
            name="Agency A of Example",
            kind=AgencyKind.LOCAL_POLICE,
            channel=channel,
            address=address,
            age_recipient="age1example",
            credential="agency-a",
            page="https://agency-a.example.org/",
            source="https://agency-a.example.org/about",
            checked=now.date(),
            licence="none",
        ),
        urgent=False,
        link_expires_at=to_microseconds(now + timedelta(days=9)),
    )
    if not isinstance(release_referral(release, user, bootstrap.dispatch(hotline)), ops.Done):
        raise TypeError("not released")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Channel(sys.argv[2]), sys.argv[3])
