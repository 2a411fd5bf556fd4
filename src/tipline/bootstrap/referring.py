"""What packages and advice are made with: directory, rules, tables of places, keys, our name."""

from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from tipline.config import SettingsError

# Types only: a process should load what it uses.
if TYPE_CHECKING:
    from tipline.bootstrap.hotline import Hotline
    from tipline.domain.directory.index import Directory
    from tipline.gateways.places import IpCountryChain
    from tipline.ports.packages import PackageEncrypter, PackageSigner
    from tipline.services.referrals.compose_dossier import Registry
    from tipline.services.referrals.refer_case import House
    from tipline.services.referrals.study_case import Adviser

ANSWER_PATH: Final = "/answer/"
"""Where agencies answer, at the host of the public form; the token follows."""

NO_GATE: Final = "The hotline has not said by which law it passes reports on."
"""What packages say until an operator has said it."""


class Referrals:
    """The parts of a hotline that refer; each is made when it is first asked for."""

    def __init__(self, hotline: "Hotline") -> None:
        self._hotline = hotline
        self._directory: tuple[tuple[tuple[str, int], ...], Directory] | None = None
        self._unusable: tuple[tuple[str, int], ...] | None = None

    def directory(self) -> "Directory":
        """Return the agencies; the operator's records are read again when they have changed.

        While one of them is wrong, those that were good last are used, or else ours alone: a slip
        in a file must not close the desk. `is_directory_old` then says so.
        """
        from tipline.config.agencies import read_directory  # noqa: PLC0415
        from tipline.domain.directory.index import Directory  # noqa: PLC0415

        now = self._overlay()
        if self._directory is None or now not in {self._directory[0], self._unusable}:
            try:
                agencies = read_directory(self._hotline.settings.data)
            except SettingsError:
                self._unusable = now
            else:
                self._directory, self._unusable = (now, Directory(agencies)), None
        if self._directory is None:
            self._directory = (), Directory(read_directory(None))
        return self._directory[1]

    def is_directory_old(self) -> bool:
        """Tell whether the operator's records are wrong, so that others are used than they say."""
        self.directory()
        return self._unusable is not None

    @cached_property
    def adviser(self) -> "Adviser":
        """Knows where reports belong."""
        from tipline.config.routing import read_rules  # noqa: PLC0415
        from tipline.services.referrals.advise import RuledAdviser  # noqa: PLC0415

        settings = self._hotline.settings
        return RuledAdviser(
            directory=self.directory,
            rules=lambda: read_rules(settings.data),
            ip_country=self.ip_country,
            own_country=settings.country,
        )

    @cached_property
    def ip_country(self) -> "IpCountryChain":
        """The tables of IP addresses: the operator's own if there is one, then the registries'.

        Raises:
            IpTableError: the operator's cannot be read.
        """
        from tipline.gateways.places import (  # noqa: PLC0415
            IpCountryChain,
            MmdbIpCountry,
            RegistryIpCountry,
        )

        file = self._hotline.settings.ip_table
        own = [] if file is None else [MmdbIpCountry.open(file)]
        return IpCountryChain([*own, RegistryIpCountry()])

    @cached_property
    def registry(self) -> "Registry":
        """Tells packages which country an IP address was given to."""
        from tipline.services.referrals.advise import registry_of  # noqa: PLC0415

        return registry_of(self.ip_country.registry, self._hotline.clock)

    def signer(self) -> "PackageSigner":
        """Return what signs packages; its key is made when there is none.

        Raises:
            KeysUnusableError: the key is damaged, lost, or open to others.
        """
        from tipline.gateways.packages import load_referral_signer  # noqa: PLC0415

        return load_referral_signer(self._hotline.settings.keys)

    @cached_property
    def encrypter(self) -> "PackageEncrypter":
        """Encrypts packages to agencies."""
        from tipline.gateways.packages import AgeEncrypter  # noqa: PLC0415

        return AgeEncrypter()

    def preview_key(self) -> bytes:
        """Return the key that signs what was shown before a release."""
        return self._hotline.desk_key("previews")

    @cached_property
    def house(self) -> "House":
        """What packages say of the hotline."""
        from tipline.domain.referrals.dossier import Sender  # noqa: PLC0415
        from tipline.services.referrals.refer_case import House  # noqa: PLC0415

        settings = self._hotline.settings
        sender = Sender(
            name=settings.sender_name or settings.name,
            email=settings.sender_email,
            phone=settings.sender_phone,
            page=settings.sender_page,
        )
        base = answer_base(settings.public_url)
        answer_at = None if base is None else lambda token: f"{base}{token}/"
        return House(sender=sender, legal_gate=settings.legal_gate or NO_GATE, answer_at=answer_at)

    def _overlay(self) -> tuple[tuple[str, int], ...]:
        """Return the operator's files with when each was changed."""
        folder = self._hotline.settings.agencies
        files = sorted(folder.glob("*.toml")) if folder.is_dir() else []
        return tuple((file.name, file.stat().st_mtime_ns) for file in files)


def answer_base(public_url: str | None) -> str | None:
    """Return what the address of a link begins with; None if nobody said where people come in."""
    if public_url is None:
        return None
    parts = urlsplit(public_url)
    return f"{parts.scheme}://{parts.netloc}{ANSWER_PATH}"
