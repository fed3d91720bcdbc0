"""Which addresses may be asked."""

from __future__ import annotations

import ipaddress
import threading

import pytest

from dateline.errors import InputError, NoAnswer, RefusedAddress
from dateline.intake import fetch_guard
from dateline.intake.fetch_guard import Guard, is_public, is_web, shown

PUBLIC = "93.184.215.14"


def resolve(host: str, port: int) -> list[str]:
    """Look up names that tests use."""
    names = {
        "news.example": [PUBLIC],
        "six.example": ["2606:4700:10::1"],
        "inside.example": ["10.1.2.3"],
        "both.example": ["10.1.2.3", PUBLIC],
        "cloud.example": ["169.254.169.254"],
        "many.example": ["224.0.0.1"],
        "nowhere.example": [],
        "xn--mller-kva.example": [PUBLIC],
    }
    if host not in names:
        raise OSError("not known")
    return names[host]


# an address, and what is said of it where it is refused; None where it may be asked
ADDRESSES = [
    ("https://news.example/a?b=c", None),
    ("HTTP://News.Example./a", None),
    ("https://müller.example/", None),
    ("https://six.example/", None),
    (f"https://{PUBLIC}/", None),
    ("https://[2606:4700:10::1]/", None),
    ("ftp://news.example/", "only http and https"),
    ("file:///etc/passwd", "only http and https"),
    ("gopher://news.example/", "only http and https"),
    ("javascript:alert(1)", "only http and https"),
    ("//news.example/", "only http and https"),
    ("http:///path", "no host"),
    ("http://", "no host"),
    ("http://-/", "no host"),
    ("http://a..b/", "no host"),
    ("http://news.example:99999/", "no address of the web"),
    ("http://news.example:0/", "no port 0"),
    ("http://[::1/", "no address of the web"),
    ("http://me:secret@news.example/", "user name or password"),
    ("http://me@news.example/", "user name or password"),
    ("http://news.example\\@127.0.0.1/", "white space or a backslash"),
    ("http://news.example/a b", "white space or a backslash"),
    ("http://news.example/\r\nHost: x", "white space or a backslash"),
    ("http://news.example/\udcff", "white space or a backslash"),
    ("http://ne\udcffws.example/", "white space or a backslash"),
    ("http://news.example/" + "a" * 3_000, "longer than"),
    ("http://localhost/", "name of this machine"),
    ("http://LOCALHOST./", "name of this machine"),
    ("http://a.localhost/", "name of this machine"),
    ("http://printer.local/", "name of this machine"),
    ("http://metadata.google.internal/", "name of this machine"),
    ("http://127.0.0.1/", "a private address"),
    ("http://127.1.2.3:8000/", "a private address"),
    ("http://0.0.0.0/", "a private address"),
    ("http://10.0.0.1/", "a private address"),
    ("http://172.16.0.1/", "a private address"),
    ("http://192.168.1.1/", "a private address"),
    ("http://100.64.0.1/", "a private address"),
    ("http://169.254.169.254/latest/meta-data/", "a private address"),
    ("http://224.0.0.1/", "a private address"),
    ("http://240.0.0.1/", "a private address"),
    ("http://255.255.255.255/", "a private address"),
    ("http://192.0.2.1/", "a private address"),
    ("http://198.18.0.1/", "a private address"),
    ("http://[::1]/", "a private address"),
    ("http://[::]/", "a private address"),
    ("http://[fe80::1]/", "a private address"),
    ("http://[fc00::1]/", "a private address"),
    ("http://[fec0::1]/", "a private address"),
    ("http://[ff02::1]/", "a private address"),
    ("http://[::ffff:127.0.0.1]/", "a private address"),
    ("http://[::ffff:7f00:1]/", "a private address"),
    ("http://[::127.0.0.1]/", "a private address"),
    ("http://[2002:7f00:1::]/", "a private address"),
    ("http://[2002:a00:1::1]/", "a private address"),
    ("http://[64:ff9b::7f00:1]/", "a private address"),
    ("http://[64:ff9b:1::7f00:1]/", "a private address"),
    ("http://[2001:0:53aa:64c::1]/", "a private address"),
    ("http://[2001:db8::1]/", "a private address"),
    ("http://2130706433/", "no host but a number"),
    ("http://0x7f000001/", "no host but a number"),
    ("http://0x7f.1/", "no host but a number"),
    ("http://017700000001/", "no host but a number"),
    ("http://127.1/", "no host but a number"),
    ("http://0177.0.0.1/", "no host but a number"),
    ("http://news.example.127/", "no host but a number"),
    ("http://\uff11\uff12\uff17.0.0.1/", "a private address"),
    ("http://127。0。0。1/", "a private address"),
    ("http://①②⑦.0.0.1/", "a private address"),
    ("http://inside.example/", "leads to a private address"),
    ("http://cloud.example/", "leads to a private address"),
    ("http://many.example/", "leads to a private address"),
    ("http://nowhere.example/", "has no address"),
    ("http://unknown.example/", "is not known"),
]


@pytest.mark.parametrize(("url", "wrong"), ADDRESSES, ids=[url[:50] for url, _ in ADDRESSES])
def test_an_address(url: str, wrong: str | None) -> None:
    guard = Guard(resolve=resolve)
    if wrong is None:
        assert guard.check(url).addresses
        return
    with pytest.raises(InputError, match=wrong):
        guard.check(url)


def test_the_target_is_in_plain_spelling() -> None:
    found = Guard(resolve=resolve).check(" HTTPS://News.Example.:443/a/ü?q=é&x=%20#top ")
    assert found.url == "https://news.example/a/%C3%BC?q=%C3%A9&x=%20"
    assert (found.scheme, found.host, found.port) == ("https", "news.example", 443)
    assert found.path == "/a/%C3%BC?q=%C3%A9&x=%20"
    assert found.addresses == (PUBLIC,)


def test_only_the_public_ones_of_several_addresses_are_connected_to() -> None:
    assert Guard(resolve=resolve).check("http://both.example/").addresses == (PUBLIC,)


# what is allowed by name, what is asked, and whether it may be
ALLOWED = [
    ("127.0.0.1", "http://127.0.0.1:8000/", True),
    ("127.0.0.1", "http://127.0.0.2/", False),
    ("inside.example", "http://inside.example/", True),
    ("Inside.Example.", "http://inside.example/", True),
    ("inside.example", "http://cloud.example/", False),
    ("example", "http://inside.example/", False),
    ("10.1.2.3", "http://inside.example/", False),
    ("[::1]", "http://[::1]/", True),
    ("localhost", "http://printer.local/", False),
    ("many.example", "http://many.example/", False),
    ("0.0.0.0", "http://0.0.0.0/", False),
    ("255.255.255.255", "http://255.255.255.255/", False),
]


@pytest.mark.parametrize(("allowed", "url", "may"), ALLOWED)
def test_what_is_allowed_by_name(allowed: str, url: str, may: bool) -> None:
    guard = Guard.allowing([allowed], resolve)
    if may:
        assert guard.check(url).addresses
    else:
        with pytest.raises(RefusedAddress):
            guard.check(url)


def test_a_name_is_looked_up_once_and_what_was_checked_is_connected_to() -> None:
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return [PUBLIC] if len(asked) == 1 else ["127.0.0.1"]

    guard = Guard(resolve=rebinding)
    assert guard.check("http://turncoat.example/").addresses == (PUBLIC,)
    assert asked == ["turncoat.example"]
    with pytest.raises(RefusedAddress):
        guard.check("http://turncoat.example/")


def test_a_host_that_is_not_known_may_be_tomorrow() -> None:
    with pytest.raises(NoAnswer, match=r"unknown\.example"):
        Guard(resolve=resolve).check("http://unknown.example/")


def test_credentials_are_shown_nowhere() -> None:
    for url in (
        "http://me:secret@news.example/",
        "http://me:secret@127.0.0.1/",
        "ftp://me:secret@x/",
        "http://a:secret@",
    ):
        with pytest.raises(RefusedAddress) as caught:
            Guard(resolve=resolve).check(url)
        assert "secret" not in str(caught.value)
    assert shown("https://me:secret@news.example/x") == "https://news.example/x"
    assert shown("https://u:p@w@news.example/x") == "https://news.example/x"
    assert shown("https://me:sec/ret@news.example/x") == "https://news.example/x"
    assert shown("https://news.example:8443/@someone?at=a@b") == "https://news.example:8443/@someone?at=a@b"
    assert shown("https://news.example/@someone") == "https://news.example/@someone"


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("https://a.example", True), ("HTTP://a", True), ("ftp://a", False), ("http.txt", False), ("./https://a", False)],
)
def test_what_is_an_address_on_the_web(name: str, is_one: bool) -> None:
    assert is_web(name) == is_one


def test_every_private_network_is_refused() -> None:
    inside = "10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/29 192.168.0.0/16 224.0.0.0/4"
    for network in map(ipaddress.ip_network, inside.split()):
        for address in (network[0], network[-1]):
            assert not is_public(address)
            assert not is_public(ipaddress.ip_address(f"::ffff:{address}"))


def test_a_name_that_nobody_answers_for_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = threading.Event()

    def never(*given: object, **more: object) -> list[object]:
        asked.wait(5)
        return []

    monkeypatch.setattr(fetch_guard.socket, "getaddrinfo", never)
    with pytest.raises(TimeoutError, match=r"not found in 0\.05 s"):
        fetch_guard._resolve("slow.example", 80, wait=0.05)
    asked.set()


def test_what_is_wrong_with_a_name_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: object, **more: object) -> None:
        raise OSError("no such name")

    monkeypatch.setattr(fetch_guard.socket, "getaddrinfo", fail)
    with pytest.raises(OSError, match="no such name"):
        fetch_guard._resolve("no.example", 80)
