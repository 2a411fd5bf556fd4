"""The writer's counts: summed, read by another process, and never in its way."""

from pathlib import Path

from tipline.stores.writer.figures import BatchCounter, BatchFigures, read_figures


def test_batches_are_summed(tmp_path: Path) -> None:
    counter = BatchCounter(tmp_path / "figures")
    assert read_figures(tmp_path / "figures") == BatchFigures()
    counter.note(3, 0.5)
    counter.note(64, 0.25)
    counter.note(1, 0.25)
    counter.close()
    assert read_figures(tmp_path / "figures") == BatchFigures(3, 68, 64, 1.0)
    assert (tmp_path / "figures").stat().st_mode & 0o777 == 0o600


def test_another_writer_begins_anew(tmp_path: Path) -> None:
    BatchCounter(tmp_path / "figures").note(3, 0.5)
    BatchCounter(tmp_path / "figures")
    assert read_figures(tmp_path / "figures") == BatchFigures()


def test_nothing_to_read_is_no_error(tmp_path: Path) -> None:
    assert read_figures(tmp_path / "figures") is None
    (tmp_path / "figures").write_bytes(b"half")
    assert read_figures(tmp_path / "figures") is None


def test_a_disk_that_takes_nothing_stops_nobody() -> None:
    BatchCounter(Path("/dev/full")).note(3, 0.5)
