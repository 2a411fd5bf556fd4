"""The client side for online services: a typed client, and a durable outbox that files for it.

Light: no Django, no server. `Client` and `AsyncClient` call a service; `Filer` takes reports in
and `Worker` files them, each exactly once.
"""

import logging

from tipline.filing.endpoints import (
    CYBERTIPLINE,
    CYBERTIPLINE_TEST,
    ProductionCredentials,
    ProductionEndpoint,
    TestCredentials,
    TestEndpoint,
)
from tipline.filing.filer import Filer
from tipline.filing.pacing import Pace
from tipline.filing.service.async_client import AsyncClient
from tipline.filing.service.client import Client
from tipline.filing.worker import Drained, Worker

__all__ = [
    "CYBERTIPLINE",
    "CYBERTIPLINE_TEST",
    "AsyncClient",
    "Client",
    "Drained",
    "Filer",
    "Pace",
    "ProductionCredentials",
    "ProductionEndpoint",
    "TestCredentials",
    "TestEndpoint",
    "Worker",
]

# A library says nothing unless its host listens: `logging.getLogger("tipline.filing")`.
logging.getLogger("tipline.filing").addHandler(logging.NullHandler())
