"""Text that is not Unicode is refused, whichever exchange format is written."""

from collections.abc import Callable

import msgspec
import pytest

from tests.golden.full_referral import FULL_REFERRAL
from tipline.codecs.case_uco import encode_case
from tipline.codecs.documents import UnwritableReportError
from tipline.codecs.stix import encode_stix
from tipline.codecs.xarf import encode_xarf
from tipline.domain.referrals.dossier import Dossier


@pytest.mark.parametrize(
    "encode",
    [
        lambda dossier: encode_case(dossier, (), ()),
        lambda dossier: encode_stix(dossier, (), ()),
        encode_xarf,
    ],
)
def test_a_lone_surrogate_is_refused(encode: Callable[[Dossier], object]) -> None:
    sender = msgspec.structs.replace(FULL_REFERRAL.sender, name="\ud800")
    with pytest.raises(UnwritableReportError) as refused:
        encode(msgspec.structs.replace(FULL_REFERRAL, sender=sender))
    assert refused.value.problems[0].code == "not_unicode"
