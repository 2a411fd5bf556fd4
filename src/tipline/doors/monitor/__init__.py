"""What operators' machines ask: is it up, is it ready, how much is going on. Never what is in it.

It stands around the other doors as plain ASGI, knows none of them, and holds no personal data.
"""

from tipline.doors.monitor.figures import Figures
from tipline.doors.monitor.meter import REFUSAL, Meter
from tipline.doors.monitor.probes import Probes
from tipline.doors.monitor.routes import Routes
from tipline.doors.monitor.watch import Watch

__all__ = ["REFUSAL", "Figures", "Meter", "Probes", "Routes", "Watch"]
