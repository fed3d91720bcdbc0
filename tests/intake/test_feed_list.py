"""``feeds.toml``: what it says, and what is refused with the line it stands on."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import LexiconError
from dateline.intake import feed_list
from dateline.intake.feed_list import Source

GOOD = """contact = "desk@ngo.example"
delay = 10

[[feed]]
name = "harbour-gazette"
url = "HTTPS://Gazette.Example:443/rss#top"
outlet = "The Harbour Gazette"
country = "NLD"
interval = "30m"
full = true
allow_host = ["news.intranet", "10.0.0.7"]

# a second one
[[feed]]
name = "tides"
url = "https://tides.example/atom.xml"
"""


def read(tmp_path: Path, text: str) -> feed_list.FeedList:
    path = tmp_path / "feeds.toml"
    path.write_text(text, encoding="utf-8")
    return feed_list.read(path)


def test_a_list(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD)
    assert (found.contact, found.delay) == ("desk@ngo.example", 10.0)
    assert found.sources == (
        Source(
            name="harbour-gazette",
            url="https://gazette.example/rss",
            outlet="The Harbour Gazette",
            country="NLD",
            interval=1_800,
            full=True,
            allowed=("news.intranet", "10.0.0.7"),
        ),
        Source(name="tides", url="https://tides.example/atom.xml", interval=3_600),
    )


# what is put in the place of what, the line that is named, and what is said
WRONG = [
    ('name = "tides"', 'nmae = "tides"', 15, "unknown key 'nmae' .*did you mean 'name'"),
    ("contact =", "contakt =", 1, "unknown key 'contakt'"),
    ('name = "tides"', 'name = "harbour-gazette"', 15, "two feeds of the name"),
    ('name = "tides"', 'name = ""', 15, "name is missing"),
    ('name = "tides"', 'name = "a\\nb"', 15, "will not do"),
    ('name = "tides"', "name = 7", 15, "name must be a string"),
    ("https://tides.example/atom.xml", "https://gazette.example/rss", 16, "address of 'harbour-gazette' too"),
    ("https://tides.example/atom.xml", "ftp://tides.example/", 16, "only http and https"),
    ("https://tides.example/atom.xml", "https://me:secret@tides.example/", 16, "user name or password"),
    ("https://tides.example/atom.xml", "tides.example/atom.xml", 16, "only http and https"),
    ('url = "https://tides.example/atom.xml"\n', "", 14, "url is missing"),
    ('"30m"', '"30"', 9, 'interval .*write "30m"'),
    ('"30m"', '"1m"', 9, "from 5 minutes to 30 days"),
    ('"30m"', '"31d"', 9, "from 5 minutes to 30 days"),
    ('"30m"', "30", 9, "interval must be a string"),
    ("full = true", 'full = "yes"', 10, "full must be true or false"),
    ('"NLD"', '"Netherlands"', 8, "alpha-3"),
    ('["news.intranet", "10.0.0.7"]', '["http://news.intranet/"]', 11, "is no host"),
    ("delay = 10", "delay = 0", 2, "1 to 3600"),
    ("delay = 10", "delay = true", 2, "1 to 3600"),
    ("delay = 10", 'delay = "10"', 2, "1 to 3600"),
    ("desk@ngo.example", "desk\\r\\nX-Evil: 1", 1, "plain ASCII"),
    ('[[feed]]\nname = "tides"', '[feed]\nname = "tides"', 14, "not TOML|two brackets"),
    ('"tides"', "“tides”", 15, "not TOML.*straight quotes"),
]


@pytest.mark.parametrize(("old", "new", "line", "why"), WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_is_refused_with_its_line(tmp_path: Path, old: str, new: str, line: int, why: str) -> None:
    assert old in GOOD
    with pytest.raises(LexiconError, match=why) as caught:
        read(tmp_path, GOOD.replace(old, new))
    assert f"feeds.toml:{line}:" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_list_without_feeds_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"there is no feed in this file; write \[\[feed\]\]"):
        read(tmp_path, 'contact = "me"\n')


def test_a_list_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="check the path"):
        feed_list.read(tmp_path / "none.toml")
