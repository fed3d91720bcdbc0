"""Windows cover every word once and keep sentences whole where they can."""

from hypothesis import given
from hypothesis import strategies as st

from dateline.language.window import LONGEST, TARGET, windows


@given(st.lists(st.tuples(st.sampled_from(["a", ".", "?", "”"]), st.integers(1, 40), st.booleans()), max_size=200))
def test_windows_cover_all_words_in_order(rows: list[tuple[str, int, bool]]) -> None:
    got = windows([r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows])
    assert [i for first, last in got for i in range(first, last)] == list(range(len(rows)))
    assert all(sum(r[1] for r in rows[first:last]) <= LONGEST for first, last in got)


def test_a_window_ends_behind_a_full_stop() -> None:
    sentence = ["w"] * 49 + ["."]
    words = sentence * 4
    got = windows(words, [1] * len(words), [False] * len(words))
    assert got == [(0, 100), (100, 200)]


def test_an_unbroken_run_is_cut_at_the_limit() -> None:
    got = windows(["w"] * 600, [1] * 600, [False] * 600)
    assert max(b - a for a, b in got) <= LONGEST
    assert got[0] == (0, LONGEST)


def test_a_sentence_longer_than_the_target_is_kept_whole() -> None:
    words = ["w"] * (TARGET + 20) + ["."] + ["w"] * 10
    assert windows(words, [1] * len(words), [False] * len(words))[0][1] == TARGET + 21
