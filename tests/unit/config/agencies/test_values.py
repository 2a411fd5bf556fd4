"""Values of a record: what is taken, what is refused, and that no message repeats them."""

from collections.abc import Callable

import pytest

from tipline.config.agencies import values
from tipline.config.agencies.codes import LANGUAGES, STATE_BY_FIPS, is_subdivision
from tipline.config.agencies.record import Record, read_agency
from tipline.domain.directory.agency import Agency, Channel
from tipline.domain.problems import Problem

KEY = "age1p70csyrfvdhnzg0r5f48twjkmnefmq2h8ky38vdc08x86fkq03rsukhrat"
OTHER_KEY = KEY[:-1] + ("q" if KEY[-1] != "q" else "p")

_email, _https, _sftp = map(values.address_for, (Channel.EMAIL, Channel.HTTPS, Channel.SFTP))


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (values.slug, "us-ncmec"),
        (values.slug, "a" * 64),
        (values.page, "https://www.example.org/a?b=c"),
        (values.recipient, KEY),
        (values.credential, "agency-a.token"),
        (_email, "in@agency-a.example.org"),
        (_https, "https://drop.example.org:8443/in"),
        (_https, "https://drop.example.org"),
        (_sftp, "sftp://drop.example.org/in"),
        (_sftp, "sftp://hotline@drop.example.org:2222/in/"),
    ],
)
def test_good_values_are_taken_as_they_are(read: Callable[[object], str], value: str) -> None:
    assert read(value) == value


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (values.slug, 17),
        (values.slug, ""),
        (values.slug, "US"),
        (values.slug, "a--b"),
        (values.slug, "a" * 65),
        (values.page, "http://secret.example.org/"),
        (values.recipient, 17),
        (values.recipient, "age1"),
        (values.recipient, OTHER_KEY),
        (values.recipient, "ssh-ed25519 secret"),
        (values.recipient, KEY.upper()),
        (values.credential, "../secret"),
        (values.credential, "hotline.private"),
        (values.credential, ".secret"),
        (values.credential, 17),
        (_email, "https://secret.example.org/"),
        (_email, "Secret <secret@example.org>"),
        (_https, "http://secret.example.org/"),
        (_https, "https://secret@drop.example.org/"),
        (_https, "https://drop.example.org/?secret"),
        (_https, "https://drop.example.org/" + "x" * 500),
        (_https, 17),
        (_sftp, "sftp://hotline:secret@drop.example.org/in"),
        (_sftp, "https://secret.example.org/"),
        (values.address_for(Channel.DOWNLOAD), "secret@example.org"),
        (values.languages, "en"),
        (values.languages, ["eng"]),
        (values.languages, ["xq"]),
        (values.languages, [17]),
        (values.languages, ["en", "en"]),
    ],
)
def test_others_are_refused_and_not_repeated(
    read: Callable[[object], object], value: object
) -> None:
    with pytest.raises(ValueError, match=r"\w") as caught:
        read(value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "value",
    [
        "US",
        ["US"],
        [{}],
        [{"country": "QQ"}],
        [{"country": "us"}],
        [{"country": "US", "state": "NV"}],
        [{"country": "US", "subdivisions": ["GB-KEN"]}],
        [{"country": "US", "subdivisions": ["US-QQ"]}],
        [{"country": "GB", "subdivisions": ["GB-QQQ"]}],
        [{"country": "US", "subdivisions": "US-NV"}],
        [{"country": "US", "subdivisions": ["US-NV"], "counties": ["06001"]}],
        [{"country": "US", "subdivisions": ["US-NV"], "counties": ["3200"]}],
        [{"country": "US", "subdivisions": ["US-NV"], "counties": ["99001"]}],
        [{"country": "US", "counties": ["32003"]}],
        [{"country": "US"}, {"country": "US"}],
    ],
)
def test_a_coverage_that_is_none_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"expected|twice"):
        values.coverages(value)


def test_coverages_of_parts() -> None:
    (one, other) = values.coverages(
        [
            {"country": "US", "subdivisions": ["US-NV", "US-UT"], "counties": ["32003", "49035"]},
            {"country": "GB", "subdivisions": ["GB-KEN"]},
        ]
    )
    assert one.counties == ("32003", "49035")
    assert other.subdivisions == ("GB-KEN",)
    assert values.coverages([]) == ()


def test_the_codes_are_those_of_the_lists() -> None:
    assert len(STATE_BY_FIPS) == 57
    assert (STATE_BY_FIPS["06"], STATE_BY_FIPS["11"]) == ("US-CA", "US-DC")
    assert all(map(is_subdivision, STATE_BY_FIPS.values()))
    assert {"en", "de", "el", "zh", "uk"} <= LANGUAGES
    assert is_subdivision("DE-BY")
    assert not is_subdivision("DE-QQ")


def test_the_states_are_those_that_pycountry_has() -> None:
    pycountry = pytest.importorskip("pycountry")
    states = {one.code for one in pycountry.subdivisions.get(country_code="US")}
    assert states == {*STATE_BY_FIPS.values()}


def test_ours_have_no_hoster() -> None:
    said: dict[str, object] = {"id": "xx-a", "kind": "hoster"}
    problems: list[Problem] = []
    read_agency(Record(said, "agencies/a.toml", problems, "xx-a"), is_ours=True)
    assert "hosters are only ever added by an operator" in {one.message for one in problems}
    assert "kind" in Agency.__struct_fields__
