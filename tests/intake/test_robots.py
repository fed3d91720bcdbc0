"""What sites ask of robots."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from dateline.errors import NoAnswer, RefusedAddress, UnfitAnswer
from dateline.intake.fetch import Answer, Ask, Limits
from dateline.intake.fetch_guard import Guard
from dateline.intake.robots import LIMIT, Robots, Site

START = datetime(2031, 3, 4, 12, 0, tzinfo=UTC)
GUARD = Guard()


class Server:
    """Gives one answer, and counts how often it was asked."""

    def __init__(self, answer: str | int | Exception) -> None:
        self.answer = answer
        self.asked: list[str] = []
        self.now = START

    def fetch(self, ask: Ask, guard: Guard, limits: Limits) -> Answer:
        self.asked.append(ask.url)
        assert ask.types is None
        assert (limits.max_bytes, limits.cut, limits.redirects) == (LIMIT, True, 5)
        if isinstance(self.answer, Exception):
            raise self.answer
        if isinstance(self.answer, int):
            return Answer(url=ask.url, status=self.answer)
        return Answer(url=ask.url, status=200, data=self.answer.encode())

    def robots(self) -> Robots:
        return Robots(clock=lambda: self.now, fetch=self.fetch)


def may(rules: str | int | Exception, path: str) -> bool:
    try:
        Server(rules).robots().check(f"https://news.example{path}", GUARD)
    except RefusedAddress:
        return False
    return True


ALL_CLOSED = "User-agent: *\nDisallow: /\n"
RULES = [
    ("", "/a", True),
    ("<html>not found</html>", "/a", True),
    (ALL_CLOSED, "/a", False),
    (ALL_CLOSED, "/", False),
    ("User-agent: *\nDisallow:\n", "/a", True),
    ("User-agent: *\nDisallow: /private/\n", "/private/a", False),
    ("User-agent: *\nDisallow: /private/\n", "/a", True),
    # The longest rule that fits holds, whatever the order (RFC 9309, 2.2.2).
    ("User-agent: *\nDisallow: /news/\nAllow: /news/open/\n", "/news/open/1", True),
    ("User-agent: *\nAllow: /news/open/\nDisallow: /news/\n", "/news/closed", False),
    ("User-agent: *\nDisallow: /*.pdf$\n", "/a.pdf", False),
    ("User-agent: *\nDisallow: /*.pdf$\n", "/a.pdf?x", True),
    ("User-agent: *\nDisallow: /*/print\n", "/2031/print", False),
    # Rules for us alone go before those for all.
    ("User-agent: *\nDisallow: /\n\nUser-agent: dateline\nAllow: /\n", "/a", True),
    ("User-agent: dateline\nDisallow: /\n\nUser-agent: *\nAllow: /\n", "/a", False),
    ("User-agent: Dateline\nUser-agent: otherbot\nDisallow: /\n", "/a", False),
    ("User-agent: otherbot\nDisallow: /\n", "/a", True),
    ("\ufeffUser-agent: *\r\nDisallow: /\r\n", "/a", False),
    (ALL_CLOSED, "/robots.txt", True),
    (404, "/a", True),
    (401, "/a", True),
    (403, "/a", True),
    (410, "/a", True),
    (UnfitAnswer("too many redirects"), "/a", True),
    (RefusedAddress("leads inside"), "/a", True),
]


@pytest.mark.parametrize(("rules", "path", "allowed"), RULES, ids=range(len(RULES)))
def test_what_may_be_asked(rules: str | int | Exception, path: str, allowed: bool) -> None:
    assert may(rules, path) == allowed


@pytest.mark.parametrize("answer", [500, 502, 503, 429, NoAnswer("no connection")])
def test_while_rules_fail_nothing_is_asked(answer: int | Exception) -> None:
    server = Server(answer)
    robots = server.robots()
    for _ in range(2):  # and what failed is not kept
        with pytest.raises(NoAnswer):
            robots.check("https://news.example/a", GUARD)
    assert len(server.asked) == 2
    assert robots.take() == []


def test_rules_are_asked_for_once_a_day_and_site() -> None:
    server = Server("User-agent: *\nDisallow: /x")
    robots = server.robots()
    for url in ("https://a.example/1", "https://a.example/2", "https://A.example:443/3", "https://b.example/1"):
        robots.check(url, GUARD)
    robots.check("http://a.example/1", GUARD)
    robots.check("https://a.example:8443/1", GUARD)
    asked = ["https://a.example", "https://b.example", "http://a.example", "https://a.example:8443"]
    assert server.asked == [f"{each}/robots.txt" for each in asked]
    server.now += timedelta(hours=23, minutes=59)
    robots.check("https://a.example/4", GUARD)
    assert len(server.asked) == 4
    server.now += timedelta(minutes=1)
    robots.check("https://a.example/4", GUARD)
    assert len(server.asked) == 5


def test_rules_can_be_kept_and_known_again() -> None:
    server = Server(ALL_CLOSED)
    robots = server.robots()
    with pytest.raises(RefusedAddress):
        robots.check("https://a.example/1", GUARD)
    kept = robots.take()
    assert kept == [Site(origin="https://a.example", at=START, text=ALL_CLOSED)]
    assert robots.take() == []
    other = Server(200 + 304)
    again = other.robots()
    again.know(kept[0])
    with pytest.raises(RefusedAddress, match=r"robots\.txt of this site"):
        again.check("https://a.example/2", GUARD)
    assert other.asked == []


DELAYS = [
    ("User-agent: *\nCrawl-delay: 20\n", 20),
    ("User-agent: *\nCrawl-delay: 0.5\n", 0.5),
    ("User-agent: dateline\nCrawl-delay: 30\n\nUser-agent: *\nCrawl-delay: 3\n", 30),
    ("User-agent: otherbot\nCrawl-delay: 30\n", 0),
    ("User-agent: *\nRequest-rate: 1/15\n", 15),
    ("User-agent: *\nCrawl-delay: 999999\n", 3_600),
    ("User-agent: *\nCrawl-delay: soon\n", 0),
    ("User-agent: *\nCrawl-delay: -5\n", 0),
    ("", 0),
]


@pytest.mark.parametrize(("rules", "seconds"), DELAYS)
def test_how_long_a_site_wants_to_be_left_alone(rules: str, seconds: float) -> None:
    robots = Server(rules).robots()
    assert robots.delay("https://a.example/1") == 0
    robots.check("https://a.example/1", GUARD)
    assert robots.delay("https://a.example/1") == seconds


def test_rules_made_to_take_long_do_not() -> None:
    many = "User-agent: *\n" + "".join(f"Disallow: /{'*a' * 20}{n}\n" for n in range(8_000))
    start = time.monotonic()
    assert may(many[:LIMIT], "/" + "a" * 200)
    assert time.monotonic() - start < 5
