"""What is no text or no JSON is refused, whichever exchange format is written or read."""

from collections.abc import Callable

import msgspec
import pytest

from tests.golden.full_referral import FULL_REFERRAL
from tipline.codecs.case_uco import decode_case, encode_case
from tipline.codecs.documents import UnreadableDocumentError, UnwritableReportError
from tipline.codecs.stix import decode_stix, encode_stix
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


@pytest.mark.parametrize("decode", [decode_case, decode_stix])
@pytest.mark.parametrize(
    ("document", "code"),
    [
        (b"{", "not_well_formed"),
        (b'"\xff"', "not_well_formed"),
        (b"[" * 100_000, "too_deep"),
    ],
)
def test_what_is_no_json_is_unreadable(
    decode: Callable[[bytes], object], document: bytes, code: str
) -> None:
    with pytest.raises(UnreadableDocumentError) as refused:
        decode(document)
    assert refused.value.problems[0].code == code
