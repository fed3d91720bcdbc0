"""Which addresses on the web may be asked: public ones, and private ones that are allowed by name.

A name is looked up once, and the connection goes to the very address that was checked here, so that a name cannot
lead elsewhere a moment later (DNS rebinding).
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote, urlsplit, urlunsplit

from dateline.errors import NoAnswer, RefusedAddress

__all__ = ["Address", "Guard", "Resolve", "Target", "is_public", "is_web", "shown", "without_user"]

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve: TypeAlias = Callable[[str, int], Sequence[str]]
"""Gives the addresses of a host, best first. Raises OSError."""

MOST = 2_000
"""Characters of the longest address that is asked; browsers and servers end near it too."""
LOOK_UP = 15.0
"""Seconds in which a name must be found."""
_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62}))*", re.ASCII)
_NUMBER = re.compile(r"(?:.*\.)?(?:0x[0-9a-f]*|[0-9]+)", re.ASCII)
"""A host that some look-ups take for an IPv4 address in another spelling: its last label is a number."""
_ODD = re.compile(r"[\x00-\x20\x7f\\\ud800-\udfff]")
_USER = re.compile(r"(://)(?:[^/?#]*@|[^/?#@:]*:(?![0-9]*(?:[/?#]|$))[^@]*@)")
"""A user name and password in a URL; and what was meant for one, but holds a slash or the like."""
_LOCAL = ("localhost", "local", "internal", "localdomain", "home.arpa")
"""Names, and ends of names, that mean this machine or this network."""
_GLOBAL_6 = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What may be asked: the URL in its plain spelling, its parts, and the addresses to connect to, in order."""

    url: str
    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guard:
    """Says what may be asked. ``allowed`` are hosts whose addresses may be private, in small letters."""

    allowed: frozenset[str] = frozenset()
    resolve: Resolve | None = None

    @classmethod
    def allowing(cls, hosts: Collection[str], resolve: Resolve | None = None) -> Guard:
        """Make one that allows hosts by name, as they stand in a URL."""
        return cls(frozenset(host.strip().strip("[]").rstrip(".").lower() for host in hosts), resolve)

    def plain(self, url: str) -> str:
        """Return a URL in the spelling in which it is asked, without looking its host up.

        Raises:
            RefusedAddress: it is no ``http`` or ``https``, has credentials, or its host is no name or address.
        """
        return self._parts(url)[0]

    def check(self, url: str) -> Target:
        """Return what is to be connected to for a URL.

        Raises:
            RefusedAddress: as :meth:`plain`; or its host is of this machine or a private network.
            NoAnswer: its host is not known.
        """
        plain, scheme, host, port, path = self._parts(url)
        literal = _literal(host)
        named = host in self.allowed
        if not named and (host in _LOCAL or host.endswith(tuple("." + end for end in _LOCAL))):
            raise RefusedAddress(_private(plain, host, "is a name of this machine or network"))
        if literal is not None:
            found: Sequence[str] = (str(literal),)
        else:
            try:
                found = (self.resolve or _resolve)(host, port)
            except (OSError, UnicodeError) as error:
                raise NoAnswer(f"{plain}: the host {host} is not known ({error}); check the address") from error
        addresses = [each for each in map(_literal, found) if each is not None]
        good = tuple(str(each) for each in addresses if is_public(each) or (named and _can_be_allowed(each)))
        if not good:
            if not addresses:
                raise NoAnswer(f"{plain}: the host {host} has no address")
            what = "is" if literal is not None else "leads to"
            which = "no public address" if named else "a private address"
            raise RefusedAddress(_private(plain, host, f"{what} {which}"))
        return Target(url=plain, scheme=scheme, host=host, port=port, path=path, addresses=good)

    def _parts(self, url: str) -> tuple[str, str, str, int, str]:
        if len(url) > MOST:
            raise RefusedAddress(f"{shown(url)}: this address is longer than {MOST} characters; it is not asked")
        url = url.strip()
        if _ODD.search(url):
            raise RefusedAddress(f"{shown(url)}: there is white space or a backslash in this address; write it %20 …")
        try:
            parts = urlsplit(url)
            port, host, user = parts.port, parts.hostname or "", "@" in parts.netloc
        except ValueError as error:
            raise RefusedAddress(f"{shown(url)}: this is no address of the web; check it") from error
        scheme = parts.scheme.lower()
        if scheme not in _PORTS:
            raise RefusedAddress(f"{shown(url)}: only http and https are asked, not {scheme or 'this'}")
        if user:
            raise RefusedAddress(
                f"{shown(url)}: there is a user name or password in this address; it is neither used nor kept: "
                "give the address without it"
            )
        host = _host(host, url)
        if port == 0:
            raise RefusedAddress(f"{shown(url)}: there is no port 0")
        number = port or _PORTS[scheme]
        site = f"[{host}]" if ":" in host else host
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]|^")
        netloc = site if number == _PORTS[scheme] else f"{site}:{number}"
        plain = urlunsplit((scheme, netloc, path, query, ""))
        return plain, scheme, host, number, urlunsplit(("", "", path, query, ""))


def is_web(name: str) -> bool:
    """Say whether a source is an address on the web rather than a path."""
    return re.match(r"https?://", name, re.IGNORECASE) is not None


def is_public(address: Address) -> bool:
    """Say whether an address is one of the public internet, and the one that it carries inside, if any, too."""
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)
    inside: list[ipaddress.IPv4Address] = []
    if address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if address in _NAT64:
        return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    if address.sixtofour is not None:
        inside.append(address.sixtofour)
    if address.teredo is not None:
        return False
    return (
        address in _GLOBAL_6
        and (address.is_global or bool(inside))
        and not (address.is_multicast or address.is_reserved)
        and all(map(is_public, inside))
    )


def without_user(url: str) -> str:
    """Return an address, or a text with one in it, without user names and passwords."""
    return _USER.sub(r"\1", url)


def shown(url: str) -> str:
    """Return an address as messages show it: without credentials, on one line, not too long."""
    plain = _ODD.sub("?", without_user(url.strip()))
    return plain if len(plain) <= 200 else plain[:200] + "…"


def _can_be_allowed(address: Address) -> bool:
    """Say whether an address that is not public may be one of a host that is allowed by name."""
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        return _can_be_allowed(mapped)
    if address.is_multicast or address.is_unspecified or (address.version == 4 and address.is_reserved):
        return False
    return address.is_private or address.is_loopback or address.is_link_local


def _private(url: str, host: str, why: str) -> str:
    return f"{url}: {host} {why}; to ask it all the same, allow it by name: --allow-host {host}"


def _host(host: str, url: str) -> str:
    """Return a host in plain spelling: small letters, IDNA, no dot at its end; an address in its one spelling."""
    found = host.rstrip(".")
    try:
        if not found.isascii():
            found = found.encode("idna").decode("ascii").rstrip(".")
    except UnicodeError:
        found = ""
    found = found.lower()
    literal = _literal(found)
    if literal is not None:
        return str(literal)
    if _NUMBER.fullmatch(found):
        raise RefusedAddress(f"{shown(url)}: {found} is no host but a number; write an IPv4 address as 192.0.2.1")
    if not _NAME.fullmatch(found):
        raise RefusedAddress(f"{shown(url)}: there is no host in this address that could be asked")
    return found


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _resolve(host: str, port: int, wait: float = LOOK_UP) -> list[str]:
    """Look a name up, in so many seconds at most; the system's own call knows no limit, so it has a thread."""
    found: list[str] = []
    wrong: list[OSError | UnicodeError] = []

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(str(row[4][0]) for row in rows))
        except (OSError, UnicodeError) as error:
            wrong.append(error)

    asking = threading.Thread(target=ask, name="dateline-look-up", daemon=True)
    asking.start()
    asking.join(wait)
    if asking.is_alive():
        raise TimeoutError(f"the name was not found in {wait:g} s")
    if wrong:
        raise wrong[0]
    return found
