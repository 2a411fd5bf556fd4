"""The synthetic reports of the linking benchmark are the ones its docstring describes."""

from pathlib import Path

import numpy as np

from benchmarks.linking.bulk.kept import defaults
from benchmarks.linking.model import KINDS, PLANTED, Graph, write_graph
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.linking.cuts import DEFAULT_CUTS

REPORTS = 50_000


def made(folder: Path) -> Graph:
    return write_graph(REPORTS, folder)


def test_the_same_size_gives_the_same_edges(tmp_path: Path) -> None:
    one, other = made(tmp_path / "one"), made(tmp_path / "other")
    for mine, yours in zip(one.arrays(), other.arrays(), strict=True):
        assert (mine == yours).all()
    assert (one.kinds() == other.kinds()).all()


def test_identifiers_are_numbered_as_they_are_first_seen(tmp_path: Path) -> None:
    graph = made(tmp_path / "graph")
    identifiers, reports = graph.arrays()
    _, first = np.unique(identifiers, return_index=True)
    assert len(first) == graph.identifiers == len(graph.kinds())
    assert (np.diff(first) > 0).all()
    assert (np.diff(reports) >= 0).all()
    assert len(np.unique(np.stack([identifiers, reports]), axis=1).T) == graph.edges


def test_there_are_five_edges_a_report_in_the_shares_described(tmp_path: Path) -> None:
    graph = made(tmp_path / "graph")
    identifiers, _ = graph.arrays()
    shares = np.bincount(graph.kinds()[identifiers]) / REPORTS
    assert np.allclose(shares, (0.95, 0.50, 0.95, 0.60, 2.0), atol=0.02)


def test_the_planted_account_is_in_all_its_reports_and_they_are_spread(tmp_path: Path) -> None:
    graph = made(tmp_path / "graph")
    identifiers, reports = graph.arrays()
    planted = reports[identifiers == graph.planted]
    assert graph.kinds()[graph.planted] == KINDS.index(IdentifierKind.ACCOUNT)
    assert len(planted) == PLANTED
    assert (np.diff(planted) == REPORTS // PLANTED).all()


def test_the_default_setting_is_what_a_new_installation_joins_by() -> None:
    joining = (IdentifierKind.EMAIL, IdentifierKind.PHONE, IdentifierKind.ACCOUNT)
    wanted = tuple(DEFAULT_CUTS[kind] if kind in joining else 0 for kind in KINDS)
    assert defaults().cuts == wanted
