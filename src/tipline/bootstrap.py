"""The wiring: the only place that names concrete stores and gateways."""

from tipline.gateways.system_clock import SystemClock
from tipline.ports.clock import Clock


def system_clock() -> Clock:
    """Return the clock for real use."""
    return SystemClock()
