"""The JSON surface: reports in our own words, problem details, an OpenAPI document."""

from tipline.doors.provider.api.answers import refusal
from tipline.doors.provider.api.endpoints import routes

__all__ = ["refusal", "routes"]
