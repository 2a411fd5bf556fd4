"""The provider door: the API through which online services file reports, in XML and JSON.

People have their own doors (public, desk). Reading the wire formats is the work of codecs.
"""

from tipline.doors.provider.app import Doorway, build_app, malformed_answer
from tipline.doors.provider.bodies import Bounds
from tipline.doors.provider.reception import ProviderDoor

__all__ = ["Bounds", "Doorway", "ProviderDoor", "build_app", "malformed_answer"]
