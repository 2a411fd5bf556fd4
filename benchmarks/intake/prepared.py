"""Reports made ready beforehand: parsed, sealed and blinded, as the yardsticks take them."""

from collections.abc import Iterator

from benchmarks.intake.documents import document
from tipline.bootstrap import Hotline
from tipline.codecs import report_json
from tipline.domain.lifecycle import State
from tipline.ports import operations as ops
from tipline.services.prepare_report import Arrival, prepare_report


def prepared(
    hotline: Hotline, first: int, count: int, provider: int
) -> Iterator[ops.StoredReport]:
    """Yield finished JSON reports of a provider, with numbers from `first` on."""
    for number in range(first, first + count):
        report = report_json.decode_report(document(number))
        arrival = Arrival(
            number=number, door="json", provider=provider, is_test=False, state=State.FINISHED
        )
        yield prepare_report(report, arrival, hotline.sealer, hotline.index)


def add_provider(hotline: Hotline) -> int:
    """Return the number of a provider that was added to own what is made."""
    operation = ops.AddProvider(
        name="Example Bulk", username="bulk", secret=bytes(32), is_test=False
    )
    result = hotline.writer().write(ops.Request(operation=operation, actor="service:benchmark"))
    if not isinstance(result, ops.Done):
        raise TypeError("no provider was added")
    return result.number
