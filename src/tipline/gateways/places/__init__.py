"""Tables of IP addresses on this machine: the registries' own, and the operator's. No network."""

from tipline.gateways.places.chain import IpCountryChain
from tipline.gateways.places.mmdb import IpTableError, MmdbIpCountry
from tipline.gateways.places.registry import RegistryIpCountry

__all__ = ["IpCountryChain", "IpTableError", "MmdbIpCountry", "RegistryIpCountry"]
