"""Listening sockets: opened by the parent, handed to the process that serves."""

import os
import socket
from typing import Final

from tipline.domain.errors import TiplineError

_WAITING: Final = 1_024
"""Connections that may wait to be taken; a burst is longer than any pause of the process."""


class ListeningError(TiplineError):
    """Nothing can listen at this address."""

    code = "listening_refused"


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 takes any that is free.

    Raises:
        ListeningError: the port is taken, too low for this user, or not of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_WAITING)
    except OSError as error:
        number = error.errno or 0  # a name that is not known has a number below zero
        reason = os.strerror(number).lower() if number > 0 else "the address is not known"
        raise ListeningError(
            f"Nothing can listen at {host} port {port}: {reason}. Choose another with --host and"
            " --port, or end what is there."
        ) from None


def address_of(listening: socket.socket) -> str:
    """Return host and port as they stand in a web address."""
    host, port, *_ = listening.getsockname()
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
