"""From scores to a tree and to entity tags."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def heads(scores: Floats) -> list[int]:
    """Return each word's head, -1 for the one root, as the best tree of ``scores``.

    ``scores`` is [words, 1 + words], column 0 the root. Most sentences' best heads form a tree already; the
    others go through Chu-Liu/Edmonds (McDonald et al. 2005).
    """
    scores = scores.copy()
    n = len(scores)
    scores[np.arange(n), np.arange(1, n + 1)] = -np.inf
    best = scores.argmax(1)
    if not _is_tree(best):
        # the root is settled first, since breaking a cycle could otherwise make a second one
        root = int((scores[:, 0] - scores[:, 1:].max(1)).argmax())
        scores[:, 0] = -np.inf
        scores[root] = -np.inf
        scores[root, 0] = 0.0
        full = np.full((n + 1, n + 1), -np.inf)
        full[1:] = scores
        best = _edmonds(full)[1:]
    return [int(h) - 1 for h in best]


def _is_tree(best: NDArray[np.intp]) -> bool:
    """Say whether heads (0 the root) form a tree with one root."""
    if (best == 0).sum() != 1:
        return False
    list_ = best.tolist()
    state = [0] * (len(list_) + 1)
    state[0] = 2
    for i in range(1, len(list_) + 1):
        path = []
        j = i
        while state[j] == 0:
            state[j] = 1
            path.append(j)
            j = list_[j - 1]
        if state[j] == 1:
            return False
        for k in path:
            state[k] = 2
    return True


def _cycle(best: NDArray[np.intp]) -> list[int]:
    """Return the nodes of a cycle, or an empty list. Node 0 is the root."""
    seen = [0] * len(best)
    for i in range(1, len(best)):
        path: list[int] = []
        j = i
        while j != 0 and seen[j] == 0:
            seen[j] = i
            path.append(j)
            j = int(best[j])
        if j != 0 and seen[j] == i:
            return path[path.index(j) :]
    return []


def _edmonds(scores: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the heads of the best arborescence from node 0; ``scores[dependent, head]``."""
    best: NDArray[np.intp] = scores.argmax(1)
    best[0] = 0
    cycle = _cycle(best)
    if not cycle:
        return best
    ring = np.array(cycle)
    inside = np.zeros(len(scores), bool)
    inside[ring] = True
    outside = np.flatnonzero(~inside)
    kept = scores[ring, best[ring]]
    enter = scores[np.ix_(ring, outside)] - kept[:, None]
    leave = scores[np.ix_(outside, ring)]
    into, out_of = enter.argmax(0), leave.argmax(1)
    m = len(outside)
    small = np.full((m + 1, m + 1), -np.inf)
    small[:m, :m] = scores[np.ix_(outside, outside)]
    small[m, :m] = enter.max(0)
    small[:m, m] = leave.max(1)
    chosen = _edmonds(small)
    result: NDArray[np.intp] = best.copy()
    for i in range(1, m):
        head = int(chosen[i])
        result[outside[i]] = cycle[int(out_of[i])] if head == m else outside[head]
    head = int(chosen[m])
    result[cycle[int(into[head])]] = outside[head]
    return result


class Bio:
    """Find the best sequence of BIO tags: an ``I-`` never opens a name."""

    def __init__(self, tags: list[str]) -> None:
        k = len(tags)
        self.tags = tags
        self._start = np.array([-np.inf if t[0] == "I" else 0.0 for t in tags], np.float32)
        self._step = np.zeros((k, k), np.float32)  # [before, after]
        for j, tag in enumerate(tags):
            if tag[0] == "I":
                for i, before in enumerate(tags):
                    if before[2:] != tag[2:] or before == "O":
                        self._step[i, j] = -np.inf

    def decode(self, scores: Floats, starts: NDArray[np.bool_]) -> NDArray[np.intp]:
        """Return tag ids [windows, words] for scores [windows, words, tags]; names end at sentence ``starts``."""
        b, n, k = scores.shape
        back = np.zeros((n, b, k), np.intp)
        total = scores[:, 0] + self._start
        rows = np.arange(b)
        for t in range(1, n):
            paths = total[:, :, None] + self._step
            back[t] = paths.argmax(1)
            total = scores[:, t] + np.maximum.reduce(paths, 1)
            total = np.where(starts[:, t, None], total + self._start, total)
        out = np.zeros((b, n), np.intp)
        out[:, -1] = total.argmax(1)
        for t in range(n - 1, 0, -1):
            out[:, t - 1] = back[t, rows, out[:, t]]
        return out
