"""Mail servers on loopback: one that answers by a script, and a certificate for real ones."""

import datetime as dt
import ipaddress
import socketserver
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HANG = "hang"
CUT = "cut"


class Scripted:
    """What a server says to each command; `HANG` says nothing, `CUT` ends the connection."""

    def __init__(self, says: Mapping[str, str]) -> None:
        self.says = {
            "banner": "220 mail.example.org",
            "EHLO": "250 mail.example.org",
            "MAIL": "250 fine",
            "RCPT": "250 fine",
            "DATA": "354 go on",
            "text": "250 taken",
            **says,
        }
        self.texts: list[str] = []
        self.over = threading.Event()

    def answer(self, word: str) -> str:
        return self.says.get(word, "502 not known")


class _Handler(socketserver.StreamRequestHandler):
    server: "_Server"

    def handle(self) -> None:
        if not self._say("banner"):
            return
        while line := self.rfile.readline():
            word = line.decode().split(" ")[0].strip().upper()
            if not self._say(word):
                return
            if word == "DATA" and self.server.script.answer(word).startswith("3"):
                self.server.script.texts.append(self._text())
                if not self._say("text"):
                    return

    def _text(self) -> str:
        lines: list[str] = []
        while (line := self.rfile.readline().decode()) != ".\r\n":
            lines.append(line)
        return "".join(lines)

    def _say(self, word: str) -> bool:
        said = self.server.script.answer(word)
        if said == HANG:
            self.server.script.over.wait(30)
        if said in {HANG, CUT}:
            return False
        self.wfile.write(f"{said}\r\n".encode())
        return True


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, script: Scripted) -> None:
        self.script = script
        super().__init__(("127.0.0.1", 0), _Handler)


@contextmanager
def serving(script: Scripted) -> Iterator[int]:
    """Serve a script and give the port."""
    with _Server(script) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield int(server.server_address[1])
        finally:
            script.over.set()
            server.shutdown()
            thread.join(10)


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return what a server on 127.0.0.1 shows, and what trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.example.org")])
    begins = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(17)
        .not_valid_before(begins)
        .not_valid_after(begins + dt.timedelta(days=36_500))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    trusting = ssl.create_default_context(cafile=str(folder / "cert.pem"))
    return shown, trusting
