from datetime import date
from pathlib import Path

import pytest

from tests.places import AS_OF, DocumentationIpCountry
from tests.unit.gateways.places.table import write_table
from tipline.domain.routing.lookups import IpAnswer
from tipline.gateways.places import (
    IpCountryChain,
    IpTableError,
    MmdbIpCountry,
    RegistryIpCountry,
)

BUILT = 1_793_491_200
"""2026-11-01T00:00:00Z."""


@pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.1", "2001:db8::17", "", "no address"])
def test_the_registries_have_no_country_for_these(address: str) -> None:
    assert RegistryIpCountry().find(address) is None


@pytest.mark.parametrize(
    ("address", "country"), [("8.8.8.8", "US"), ("193.0.0.1", "NL"), ("2001:67c:2e8::1", "NL")]
)
def test_the_registries_answer_without_a_date(address: str, country: str) -> None:
    # Addresses of a public resolver and of a registry itself.
    assert RegistryIpCountry().find(address) == IpAnswer(country, "registry", None)


@pytest.mark.parametrize(
    "record",
    [
        {"country": {"iso_code": "DE"}},
        {"country_code": "DE"},
        {"country": "de"},
        {"country_code": 17, "country": {"iso_code": "DE"}},
    ],
)
def test_the_operators_table_answers_with_its_day(tmp_path: Path, record: object) -> None:
    file = tmp_path / "own.mmdb"
    write_table(file, "198.51.100.0/24", record, BUILT)
    table = MmdbIpCountry.open(file)
    assert table.find("198.51.100.7") == IpAnswer("DE", "operator", date(2026, 11, 1))
    assert table.find("192.0.2.7") is None
    assert table.find("2001:db8::17") is None
    assert table.find("no address") is None
    table.close()


@pytest.mark.parametrize(
    "record", ["DE", {}, {"country": {}}, {"country_code": "ZZ"}, {"country_code": ""}]
)
def test_a_record_without_a_country_is_no_answer(tmp_path: Path, record: object) -> None:
    file = tmp_path / "own.mmdb"
    write_table(file, "198.51.100.0/24", record, BUILT)
    table = MmdbIpCountry.open(file)
    assert table.find("198.51.100.7") is None
    table.close()


def test_a_file_that_is_no_table_is_told_without_its_name(tmp_path: Path) -> None:
    file = tmp_path / "own.mmdb"
    with pytest.raises(IpTableError) as missing:
        MmdbIpCountry.open(file)
    file.write_bytes(b"nothing of the kind")
    with pytest.raises(IpTableError) as wrong:
        MmdbIpCountry.open(file)
    for error in (missing, wrong):
        assert error.value.code == "ip_table_unreadable"
        assert "own.mmdb" not in str(error.value)


def test_the_first_table_with_an_answer_counts(tmp_path: Path) -> None:
    file = tmp_path / "own.mmdb"
    write_table(file, "198.51.100.0/24", {"country_code": "FR"}, BUILT)
    own = MmdbIpCountry.open(file)
    later = DocumentationIpCountry()
    chain = IpCountryChain([own, later])
    assert chain.find("198.51.100.7") == IpAnswer("FR", "operator", date(2026, 11, 1))
    assert later.asked == 0
    assert chain.find_all("198.51.100.7") == (
        IpAnswer("FR", "operator", date(2026, 11, 1)),
        IpAnswer("DE", "registry", AS_OF),
    )
    assert chain.find_all("192.0.2.7") == (IpAnswer("US", "registry", AS_OF),)
    assert chain.find_all("10.0.0.1") == ()
    assert chain.find("192.0.2.7") == IpAnswer("US", "registry", AS_OF)
    assert chain.find("10.0.0.1") is None
    assert IpCountryChain([]).find("192.0.2.7") is None
    own.close()


def test_the_registries_table_can_be_asked_alone(tmp_path: Path) -> None:
    file = tmp_path / "own.mmdb"
    write_table(file, "193.0.0.0/24", {"country_code": "FR"}, BUILT)
    own = MmdbIpCountry.open(file)
    chain = IpCountryChain([own, RegistryIpCountry()])
    assert chain.find("193.0.0.1") == IpAnswer("FR", "operator", date(2026, 11, 1))
    assert chain.registry.find("193.0.0.1") == IpAnswer("NL", "registry", None)
    assert IpCountryChain([own]).registry.find("193.0.0.1") is None
    own.close()
