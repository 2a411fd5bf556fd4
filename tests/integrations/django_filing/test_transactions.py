"""The row is there if and only if the decision was committed; what is wrong is said before."""

from tests.integrations.django_filing.running import Site


def test_what_is_committed_is_filed_once(site: Site) -> None:
    (key,) = site.act("decide")
    (row,) = site.act("rows")
    assert row["state"] == "waiting"
    assert "Synthetic narrative 0." in row["document"]
    assert site.once() == 0
    (row,) = site.act("rows")
    (number,) = site.filed()
    assert row == {
        "key": key,
        "state": "filed",
        "document": "",
        "item": 1,
        "report_id": number,
        "problems": [],
    }
    assert site.once() == 0
    assert site.filed() == [number]


def test_what_is_rolled_back_leaves_nothing(site: Site) -> None:
    assert site.act("change_mind") == 0
    assert site.act("change_mind_inside") == 1
    assert site.once() == 0
    assert len(site.filed()) == 1


def test_a_process_that_ends_before_the_commit_leaves_nothing(site: Site) -> None:
    site.die("die_before_commit")
    assert site.act("rows") == []


def test_a_transaction_is_demanded(light: Site) -> None:
    said = light.act("without_transaction")
    assert "transaction.atomic(using='default')" in said
    assert light.act("rows") == []


def test_only_databases_that_the_relay_reads(light: Site) -> None:
    assert "DATABASES of TIPLINE_FILING" in light.act("in_other_database")


def test_all_that_is_wrong_is_said_before_anything_is_written(light: Site) -> None:
    found = light.act("wrong_report")
    assert found["rows"] == 0
    assert {"type_missing", "not_past", "not_an_email"} <= {*found["codes"]}


def test_a_report_follows_another(site: Site) -> None:
    first, second = site.act("follow")
    assert site.once() in {0, 75}  # the second may have to wait a moment for the first
    site.once()
    rows = {row["key"]: row for row in site.act("rows")}
    assert {row["state"] for row in rows.values()} == {"filed"}
    assert rows[first]["report_id"] < rows[second]["report_id"]


def test_the_relay_files_nothing_from_an_open_transaction(light: Site) -> None:
    light.act("decide")
    assert "TransactionTestCase" in light.act("relay_inside")
    assert light.states() == ["waiting"]


def test_each_database_is_what_it_says(site: Site) -> None:
    assert site.database["ENGINE"].rpartition(".")[2].startswith(site.act("vendor"))
