"""The laws of STIX: it loses nothing, holds no file, and the `stix2` library reads it strictly."""

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import stix2
from hypothesis import given, settings

from tests.golden.full_referral import stix_file
from tests.laws.referral_strategies import facts
from tipline.codecs.exchange import Facts, without_answer
from tipline.codecs.stix import ALLOWED_TYPES, decode_stix, encode_stix

OBSERVABLES = {
    *("domain-name", "email-addr", "ipv4-addr", "ipv6-addr", "network-traffic", "url"),
    "user-account",
}


def written(given_facts: Facts) -> bytes:
    return encode_stix(given_facts.dossier, given_facts.ip, given_facts.identifiers)


def references_in(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON value
    if isinstance(value, list):
        for inside in value:
            yield from references_in(inside)
    elif isinstance(value, dict):
        for name, inside in value.items():
            if name.endswith("_ref"):
                yield inside
            elif name.endswith("_refs"):
                yield from inside
            else:
                yield from references_in(inside)


@given(facts())
def test_a_referral_survives_the_bundle(given_facts: Facts) -> None:
    bundle = written(given_facts)
    assert decode_stix(bundle) == msgspec.structs.replace(
        given_facts, dossier=without_answer(given_facts.dossier)
    )
    assert written(given_facts) == bundle
    assert b"/answer/17" not in bundle


@settings(max_examples=25)
@given(facts())
def test_only_allowed_types_occur_and_every_reference_leads_somewhere(given_facts: Facts) -> None:
    objects = json.loads(written(given_facts))["objects"]
    assert {held["type"] for held in objects} <= ALLOWED_TYPES
    ids = [held["id"] for held in objects]
    assert len(ids) == len(set(ids))
    assert set(references_in(objects)) <= set(ids)


def test_no_type_of_a_file_is_allowed() -> None:
    assert not ALLOWED_TYPES & {"file", "artifact", "directory", "malware", "email-message"}


@settings(max_examples=15)
@given(facts())
def test_the_library_reads_it_strictly_and_makes_the_same_ids(given_facts: Facts) -> None:
    read_strictly(written(given_facts))


def test_the_library_reads_the_golden_bundle_too() -> None:
    read_strictly(stix_file())


def read_strictly(data: bytes) -> None:
    bundle = stix2.parse(data.decode(), allow_custom=False, version="2.1")
    for held in bundle.objects:
        if held["type"] in OBSERVABLES:
            stated = {name: held[name] for name in held if name != "id"}
            assert type(held)(**stated)["id"] == held["id"]
