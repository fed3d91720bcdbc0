"""How the desk is run."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Which store, and where it is served. Beyond loopback nobody may come in without an account."""

    db: str
    host: str = "127.0.0.1"
    port: int = 8440
    zone: str | None = None
    """Names by which the desk may be called beside its address, with commas; None for loopback's alone."""
    login: bool = False
    """Ask for accounts on loopback too: where a proxy brings others in."""
    certificate: str | None = None
    """A file with the certificate chain for TLS, and ``key`` with its key; None for none."""
    key: str | None = None
    body: int = 1_000_000
    """Bytes that a request may have."""
    writes: int = 300
    """Requests a minute by which one person, from one address, may change something."""

    @property
    def url(self) -> str:
        """Return where it is, for who sits at this machine."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http{'s' if self.certificate else ''}://{host}:{self.port}/"

    @property
    def loopback(self) -> bool:
        """Say whether only this machine can reach it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def accounts(self) -> bool:
        """Say whether people log in: wherever others than who sits at this machine may come in."""
        return self.login or not self.loopback or bool(self.zone)

    @property
    def names(self) -> frozenset[str]:
        """Return the names that a request's Host may have (a page of another name may not use a browser against it)."""
        own = {self.host, "localhost", "127.0.0.1", "[::1]"} if self.loopback else {self.host}
        return frozenset({*own, *(name.strip().lower() for name in (self.zone or "").split(",") if name.strip())})
