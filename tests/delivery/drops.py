"""Drops on loopback that misbehave as they are told: HTTPS, and SFTP on a real SSH server."""

import asyncio
import base64
import os
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import asyncssh

HANGS_FOR = 20.0


class Fault(StrEnum):
    """What a drop does instead of what it should."""

    NONE = "none"
    REFUSE = "refuse"
    BUSY = "busy"
    HANG = "hang"
    CUT_BEFORE = "cut_before"
    """The connection ends before anything was taken."""
    CUT_AFTER = "cut_after"
    """It takes the parcel, and the connection ends before it says so."""
    CUT_MIDDLE = "cut_middle"
    """It writes what comes as it comes, and the connection ends in the middle."""


class Says(StrEnum):
    """What a drop says of what lies there."""

    LENGTH = "length"
    DIGEST = "digest"
    PACKED = "packed"
    """The length of what it would send, packed."""
    NOTHING = "nothing"


class Drop:
    """What a drop has, and how it behaves; `faults` are used up one by one, then all is well.

    `renames_plainly`: an SFTP server that knows the oldest renaming only, and overwrites with it.
    """

    def __init__(self, *faults: Fault, says: Says = Says.LENGTH) -> None:
        self.faults = list(faults)
        self.says = says
        self.renames_plainly = False
        self.files: dict[str, bytes] = {}
        self.headers: list[dict[str, str]] = []
        self.puts = 0
        self.over = threading.Event()

    def fault(self) -> Fault:
        return self.faults.pop(0) if self.faults else Fault.NONE


class _Handler(BaseHTTPRequestHandler):
    server: "_HttpsServer"
    protocol_version = "HTTP/1.1"
    timeout = 30

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_PUT(self) -> None:
        drop = self.server.drop
        fault = drop.fault()
        if fault is Fault.CUT_BEFORE:
            self.close_connection = True
            return
        length = int(self.headers["Content-Length"])
        if fault is Fault.CUT_MIDDLE:
            drop.files[self.path.rpartition("/")[2]] = self.rfile.read(length // 2)
            self.close_connection = True
            return
        data = self.rfile.read(length)
        if fault is Fault.HANG:
            drop.over.wait(HANGS_FOR)
            self.close_connection = True
            return
        if fault in {Fault.REFUSE, Fault.BUSY}:
            self._say(400 if fault is Fault.REFUSE else 503)
            return
        drop.headers.append({name.lower(): value for name, value in self.headers.items()})
        drop.puts += 1
        drop.files[self.path.rpartition("/")[2]] = data
        if fault is Fault.CUT_AFTER:
            self.close_connection = True
            return
        self._say(201)

    def do_HEAD(self) -> None:
        data = self.server.drop.files.get(self.path.rpartition("/")[2])
        if data is None:
            self._say(404)
            return
        digest = base64.b64encode(sha256(data).digest()).decode()
        said = {
            Says.LENGTH: {"Content-Length": str(len(data))},
            Says.DIGEST: {"Repr-Digest": f"sha-256=:{digest}:", "Transfer-Encoding": "chunked"},
            Says.PACKED: {"Content-Length": "17", "Content-Encoding": "gzip"},
            Says.NOTHING: {"Transfer-Encoding": "chunked"},
        }
        self._say(200, said[self.server.drop.says])

    def _say(self, status: int, more: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {**self.server.says, **(more or {"Content-Length": "0"})}.items():
            self.send_header(name, value)
        self.end_headers()


class _HttpsServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, drop: Drop, context: ssl.SSLContext, says: dict[str, str]) -> None:
        self.drop, self.says = drop, says
        super().__init__(("127.0.0.1", 0), _Handler)
        self.socket = context.wrap_socket(self.socket, server_side=True)

    def handle_error(self, *_: object) -> None:
        """Say nothing of clients that went away."""


@contextmanager
def https_drop(
    drop: Drop, context: ssl.SSLContext, says: dict[str, str] | None = None
) -> Iterator[str]:
    """Serve a drop and give its address."""
    with _HttpsServer(drop, context, says or {}) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"https://127.0.0.1:{server.server_address[1]}/drop"
        finally:
            drop.over.set()
            server.shutdown()
            thread.join(10)


@contextmanager
def damaged_after_the_body(context: ssl.SSLContext) -> Iterator[tuple[str, list[int]]]:
    """Take one whole request, answer with bytes that TLS cannot read; say how much came."""
    took: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def take() -> None:
            plain, _ = listening.accept()
            with context.wrap_socket(plain, server_side=True) as line:
                head, _, body = line.recv(65_536).partition(b"\r\n\r\n")
                _, _, stated = head.lower().partition(b"content-length: ")
                while len(body) < int(stated.split(b"\r\n")[0]):
                    body += line.recv(65_536)
                took.append(len(body))
                os.write(line.fileno(), b"\x17\x03\x03\x00\x20" + bytes(32))

        thread = threading.Thread(target=take)
        thread.start()
        try:
            yield f"https://127.0.0.1:{listening.getsockname()[1]}/drop", took
        finally:
            thread.join(10)


class _Ssh(asyncssh.SSHServer):
    """Lets one user in by key."""

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self.connection = conn

    def begin_auth(self, username: str) -> bool:  # noqa: ARG002 - asked of everybody
        return True


class _Files(asyncssh.SFTPServer):
    """A folder, with faults at the end of an upload."""

    def __init__(self, chan: Any, drop: Drop, folder: Path) -> None:  # noqa: ANN401 - its channel
        super().__init__(chan, chroot=bytes(folder))
        self._drop, self._connection = drop, chan.get_connection()

    async def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        if self._drop.renames_plainly:
            raise asyncssh.SFTPOpUnsupported("not known")
        await self._take(oldpath, newpath)

    async def rename(self, oldpath: bytes, newpath: bytes) -> None:
        await self._take(oldpath, newpath)

    async def _take(self, oldpath: bytes, newpath: bytes) -> None:
        fault = self._drop.fault()
        if fault is Fault.HANG:
            await asyncio.sleep(HANGS_FOR)
        if fault is Fault.CUT_BEFORE:
            self._connection.abort()
            raise asyncssh.SFTPConnectionLost("cut")
        if fault is Fault.REFUSE:
            raise asyncssh.SFTPPermissionDenied("no")
        if fault is Fault.BUSY:
            raise asyncssh.SFTPFailure("full")
        super().posix_rename(oldpath, newpath)
        self._drop.puts += 1
        if fault is Fault.CUT_AFTER:
            self._connection.abort()


class SftpPeer:
    """What a client needs to know of an SFTP drop."""

    def __init__(self, folder: Path, port: int, host_key: asyncssh.SSHKey) -> None:
        self.folder = folder
        self.port = port
        self.address = f"sftp://hotline@127.0.0.1:{port}/"
        public = host_key.export_public_key("openssh").decode().strip()
        self.hosts = f"[127.0.0.1]:{port} {public}\n"


@contextmanager
def sftp_drop(drop: Drop, folder: Path, client_key: asyncssh.SSHKey) -> Iterator[SftpPeer]:
    """Serve a folder by SFTP to whoever has a key."""
    folder.mkdir()
    host_key = asyncssh.generate_private_key("ssh-ed25519")
    allowed = asyncssh.import_authorized_keys(client_key.export_public_key("openssh").decode())
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def listen() -> asyncssh.SSHAcceptor:
        return await asyncssh.listen(
            "127.0.0.1",
            0,
            server_factory=_Ssh,
            server_host_keys=[host_key],
            authorized_client_keys=allowed,
            sftp_factory=lambda chan: _Files(chan, drop, folder),
        )

    async def end(listening: asyncssh.SSHAcceptor) -> None:
        listening.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0.05)

    listening = asyncio.run_coroutine_threadsafe(listen(), loop).result(10)
    try:
        yield SftpPeer(folder, listening.get_port(), host_key)
    finally:
        drop.over.set()
        asyncio.run_coroutine_threadsafe(end(listening), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
