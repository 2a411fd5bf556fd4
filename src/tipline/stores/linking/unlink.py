"""Takes a report out of all links: it was retracted, has expired, or is deleted."""

from tipline.domain.linking.decisions import IdentifierState
from tipline.domain.linking.grades import joins
from tipline.stores import queries
from tipline.stores.change import Change
from tipline.stores.linking.identifiers import Known, known_in_report, rules_in_force, save
from tipline.stores.linking.relink import rejoin, relink_cluster


def unlink_report(report: int, change: Change) -> None:
    """Forget by what a report was linked, and link anew what it held together."""
    known = known_in_report(report)
    rules = rules_in_force()
    back: list[Known] = []
    for one in known:
        one.n -= 1
        if one.anchor == report:
            one.anchor = None
        if one.state is IdentifierState.COMMON and one.n <= rules.cut_of(one.kind, one.grade):
            one.state = IdentifierState.LINKS
            back.append(one)
    queries.run("forget_edges", report)
    queries.run("forget_apart", report)
    queries.run("forget_verdicts", report, report)
    save(known)
    relink_cluster(report, change)
    for one in back:
        if joins(one.grade):
            rejoin(one, change)
