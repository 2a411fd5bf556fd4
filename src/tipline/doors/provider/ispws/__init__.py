"""The XML surface: paths, documents and codes of the CyberTipline reporting API."""

from tipline.doors.provider.ispws.answers import refusal
from tipline.doors.provider.ispws.endpoints import routes

__all__ = ["refusal", "routes"]
