"""What all parts of a report have in common: equality by facts, no change, no facts in a repr."""

import copy
import pickle

import msgspec
import pytest

from tests.unit.reports import full_report, leaves, part_types, parts, public_report, put
from tipline.domain import report as r


def test_parts_are_equal_when_all_their_facts_are() -> None:
    assert full_report() == full_report()
    assert copy.deepcopy(full_report()) == full_report()
    for pointer, value in leaves(full_report()):
        if isinstance(value, str):
            other = msgspec.convert(f"{value}x", str)
            assert put(full_report(), pointer, other) != full_report()


def test_empty_is_kept_apart_from_absent() -> None:
    assert r.Report(additional_info="") != r.Report()


def test_one_kind_of_part_is_not_another_with_the_same_facts() -> None:
    alike = (r.ChatIncident(), r.EmailIncident(), r.Contact(), r.Person(), r.Address())
    assert len({*alike}) == len(alike)
    assert r.Disabling(disabled=True) != r.TemporaryDisabling(disabled=True)


def test_parts_never_change() -> None:
    for _, part in parts(full_report()):
        name = part.__struct_fields__[0]
        with pytest.raises(AttributeError):
            setattr(part, name, None)


def test_no_fact_is_in_a_repr() -> None:
    report = put(full_report(), "/public", public_report().public)
    for _, part in parts(report):
        assert repr(part) == str(part) == f"{type(part).__name__}(...)"
    assert repr((report,)) == "(Report(...),)"


def test_parts_travel_between_processes() -> None:
    assert pickle.loads(pickle.dumps(full_report())) == full_report()  # noqa: S301 - our own bytes


def test_every_part_is_frozen_named_by_keywords_and_closed() -> None:
    for kind in part_types():
        config = kind.__struct_config__
        assert config.frozen
        assert config.forbid_unknown_fields
        assert config.omit_defaults
        with pytest.raises(TypeError):
            kind("17")


def test_there_is_no_place_for_a_file() -> None:
    words = {"file", "files", "media", "image", "video", "hash", "md5", "sha1", "upload", "binary"}
    for kind in part_types():
        for name in kind.__struct_fields__:
            assert not words & {*name.split("_")}
