"""The commands of feeds and addresses: ``dateline watch``, ``dateline feeds`` and ``dateline ingest https://…``."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from dateline import api, cli
from dateline.terminal import watch
from loopback import Page, Site, serving

STORY = b"Rebels shelled the harbour of Dorgan on Tuesday, killing four people, the governor said."
FEED = b"""<rss version="2.0"><channel><title>The Pier</title><item><title>Harbour shelled</title><link>/story</link>
<pubDate>Tue, 04 Mar 2031 10:00:00 GMT</pubDate><description>Short.</description></item></channel></rss>"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, list(arguments))


@pytest.fixture
def site() -> Iterator[Site]:
    pages = {"/feed": Page(FEED, type="application/rss+xml"), "/story": Page(STORY, type="text/plain")}
    with serving(Site(pages)) as found:
        yield found


@pytest.fixture
def listed(site: Site, tmp_path: Path) -> str:
    path = tmp_path / "feeds.toml"
    text = f'delay = 1\n[[feed]]\nname = "pier"\nurl = "{site.url("/feed")}"\nfull = true\noutlet = "The Pier"\n'
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.fixture
def db(tmp_path: Path) -> str:
    return str(tmp_path / "news.db")


def test_watch_once(site: Site, listed: str, db: str) -> None:
    result = run("watch", listed, "--db", db, "--once", "--allow-host", "127.0.0.1", "--no-resolve")
    assert result.exit_code == 0, result.output
    assert "pier: 1 new entries" in result.stdout
    assert re.search(rf"pier: 1 stored, \d claims \({site.url('/story')}\)\n", result.stdout)
    assert "\n2 requests, 0 of them failed; 1 new entries; 1 reports stored with " in result.stdout
    [found] = api.reports(db)
    assert (found.report.outlet, found.report.published) == ("The Pier", "2031-03-04")

    again = run("watch", listed, "--db", db, "--once", "--allow-host", "127.0.0.1", "--json")
    assert json.loads(again.stdout)["asked"] == 0

    health = run("feeds", "--db", db)
    assert health.exit_code == 0
    assert health.stdout.startswith(f"pier\n  {site.url('/feed')}\n  last had ")
    assert "1 entries, 1 stored\n" in health.stdout
    one = json.loads(run("feeds", "--db", db, "--json").stdout)
    assert (one["feed"], one["seen"], one["stored"], one["waiting"], one["failures"]) == ("pier", 1, 1, 0, 0)


def test_of_a_page_that_is_not_there_it_is_told_what_was_done(site: Site, listed: str, db: str) -> None:
    del site.pages["/story"]
    result = run("watch", listed, "--db", db, "--once", "--allow-host", "127.0.0.1", "--no-resolve")
    assert result.exit_code == cli.SOME_FAILED
    assert "404: there is no such page; stored as the feed gives it\n" in result.stdout
    assert "1 entries, 1 stored, 1 of them as the feed gave them\n" in run("feeds", "--db", db).stdout


def test_watch_tells_each_request_as_json(listed: str, db: str) -> None:
    result = run("watch", listed, "--db", db, "--once", "--allow-host", "127.0.0.1", "--no-resolve", "--json")
    feed, page, done = map(json.loads, result.stdout.splitlines())
    assert (feed["feed"], feed["outcome"], feed["status"], feed["found"], feed["item"]) == ("pier", "new", 200, 1, "")
    assert (page["outcome"], page["stored"], page["claims"] > 0) == ("new", 1, True)
    assert (done["ended"], done["asked"], done["stored"]) == ("done", 2, 1)


def test_what_is_not_allowed_is_not_asked(site: Site, listed: str, db: str) -> None:
    result = run("watch", listed, "--db", db, "--once")
    assert result.exit_code == cli.NOTHING_READ
    assert "--allow-host 127.0.0.1" in result.stdout
    assert site.seen == []
    assert "failed 1 time, last" in run("feeds", "--db", db).stdout


def test_a_list_that_is_wrong_is_wrong_usage(tmp_path: Path, db: str) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text('[[feed]]\nname = "pier"\nurl = "https://me:secret@a.example/"\n', encoding="utf-8")
    result = run("watch", str(path), "--db", db, "--once")
    assert result.exit_code == cli.WRONG_USAGE
    assert "feeds.toml:3: " in result.stderr
    assert "secret" not in result.output
    assert not Path(db).exists()


def test_feeds_of_a_store_without_any(db: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(STORY)
    run("ingest", str(tmp_path / "a.txt"), "--db", db, "--no-resolve")
    result = run("feeds", "--db", db)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no feed was watched" in result.stderr


def test_a_signal_that_comes_at_the_worst_moment_is_not_waited_for() -> None:
    def too_long(number: int, frame: object) -> None:
        raise AssertionError("the handler waits for the lock that is held here")

    before = signal.signal(signal.SIGALRM, too_long)
    signal.setitimer(signal.ITIMER_REAL, 5)
    try:
        with watch._until_stopped() as stop:
            with stop._cond:  # as stop.wait() does when it begins
                signal.raise_signal(signal.SIGTERM)
            assert stop.wait(5)
            with pytest.raises(KeyboardInterrupt):
                signal.raise_signal(signal.SIGINT)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


# Addresses


def test_an_address_is_ingested(site: Site, db: str) -> None:
    result = run("ingest", site.url("/story"), "--db", db, "--allow-host", "127.0.0.1", "--published", "2031-03-04")
    assert result.exit_code == 0, result.output
    [found] = api.reports(db)
    assert (found.report.url, found.report.text) == (site.url("/story"), STORY.decode())
    with api.open(db) as store:
        assert store.raw(found.report.id) == STORY
    assert site.paths() == ["/story"]
    assert run("ingest", site.url("/story"), "--db", db, "--allow-host", "127.0.0.1", "--no-resolve").exit_code == 0


ADDRESSES = [
    ("http://127.0.0.1:1/", (), "--allow-host 127.0.0.1"),
    ("http://127.0.0.1:1/", ("--allow-host", "127.0.0.1"), "no connection"),
    ("http://me:secret@news.example/", (), "user name or password"),
    ("https://localhost/", (), "name of this machine"),
    ("http://169.254.169.254/latest/", (), "private address"),
]


@pytest.mark.parametrize(("url", "options", "why"), ADDRESSES)
def test_an_address_that_cannot_be_had(url: str, options: tuple[str, ...], why: str, db: str) -> None:
    result = run("ingest", url, "--db", db, "--json", *options)
    assert result.exit_code == cli.NOTHING_READ
    [failed] = json.loads(result.stdout)["failed"]
    assert why in failed["reason"]
    assert "secret" not in result.output


def test_a_page_that_is_not_there(site: Site, db: str) -> None:
    result = run("ingest", site.url("/none"), "--db", db, "--allow-host", "127.0.0.1")
    assert result.exit_code == cli.NOTHING_READ
    assert "the server says 404: there is no such page" in result.stdout


def test_read_says_who_asks_for_addresses(site: Site) -> None:
    result = run("read", site.url("/story"))
    assert result.exit_code == cli.NOTHING_READ
    assert "dateline ingest asks for it" in result.stderr
    assert site.seen == []
