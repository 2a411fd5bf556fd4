"""The laws of CASE/UCO: it loses nothing, holds no file, and `case_validate` takes it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from case_utils.case_validate import validate
from hypothesis import Phase, given, settings

from tests.golden.full_referral import case_file
from tests.laws.referral_strategies import facts
from tipline.codecs.case_uco import ALLOWED_TYPES, decode_case, encode_case
from tipline.codecs.exchange import Facts, without_answer


def written(given_facts: Facts) -> bytes:
    return encode_case(given_facts.dossier, given_facts.ip, given_facts.identifiers)


def types_in(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        if "@id" in value and "@type" in value:
            yield value["@type"]
        for inside in value.values():
            yield from types_in(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from types_in(inside)


@given(facts())
def test_a_referral_survives_the_document(given_facts: Facts) -> None:
    document = written(given_facts)
    assert decode_case(document) == msgspec.structs.replace(
        given_facts, dossier=without_answer(given_facts.dossier)
    )
    assert written(given_facts) == document
    assert b"/answer/17" not in document


@settings(max_examples=25)
@given(facts())
def test_only_allowed_classes_occur_and_every_node_once(given_facts: Facts) -> None:
    graph = json.loads(written(given_facts))["@graph"]
    assert set(types_in(graph)) <= ALLOWED_TYPES
    ids = [node["@id"] for node in graph]
    assert len(ids) == len(set(ids))


def test_no_class_of_a_file_is_allowed() -> None:
    words = ("File", "Content", "Image", "Video", "Audio", "Hash", "Raster", "Media")
    assert not [name for name in ALLOWED_TYPES if any(word in name for word in words)]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_validator_of_case_takes_it(tmp_path: Path) -> None:
    golden = tmp_path / "golden.jsonld"
    golden.write_bytes(case_file())
    files = [str(golden)]

    @settings(max_examples=4, phases=[Phase.generate], derandomize=True, database=None)
    @given(facts())
    def write(given_facts: Facts) -> None:
        number = len(files)  # the golden one is referral 17, so none is the same
        dossier = msgspec.structs.replace(given_facts.dossier, referral=number)
        path = tmp_path / f"{number}.jsonld"
        path.write_bytes(written(msgspec.structs.replace(given_facts, dossier=dossier)))
        files.append(str(path))

    write()
    # All in one graph: the ontology takes longer to check than they do.
    result = validate(files, case_version="case-1.5.0")
    assert result.conforms, result.text
    assert result.undefined_concepts == set()
