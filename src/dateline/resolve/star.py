"""Groups of linked reports without chains: who belongs to a group is linked with what stands in its middle.

Reports that are copies or excerpts of each other are one node. Of the nodes that hang together more loosely, the one
with most such neighbours is a middle and takes those that have none yet, then the next (Aslam, Pelekhov and Rus, "The
star clustering algorithm", 2004). So no chain of loose likenesses can grow over a whole day's reports.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dateline.resolve.link import Link


def stars(near: Mapping[str, Sequence[str]], links: Mapping[str, Mapping[str, Link]]) -> list[set[str]]:
    """Return the groups of the reports in ``near``, each in one; ``near`` names those that each is joined with."""
    node = _nodes(near, links)
    members: dict[str, set[str]] = {}
    for name, core in node.items():
        members.setdefault(core, set()).add(name)
    beside: dict[str, set[str]] = {core: set() for core in members}
    strength: dict[tuple[str, str], float] = {}
    for name in near:
        for other in near[name]:
            pair = (node[name], node[other])
            if pair[0] != pair[1]:
                beside[pair[0]].add(pair[1])
                strength[pair] = max(strength.get(pair, 0.0), links[name][other].score)
    order = sorted(members, key=lambda core: (-len(beside[core]), -len(members[core]), core))
    middles: list[str] = []
    taken: set[str] = set()
    for core in order:
        if not beside[core] & taken:
            middles.append(core)
            taken.add(core)
    groups = {core: set(members[core]) for core in middles}
    for core in order:
        if core not in groups:
            best = min((other for other in beside[core] if other in groups), key=lambda m: (-strength[core, m], m))
            groups[best] |= members[core]
    return list(groups.values())


def _nodes(near: Mapping[str, Sequence[str]], links: Mapping[str, Mapping[str, Link]]) -> dict[str, str]:
    """Return, for each report, the least id of those that it is one node with."""
    node: dict[str, str] = {}
    for name in sorted(near):
        if name in node:
            continue
        node[name], todo = name, [name]
        while todo:
            one = todo.pop()
            for other in near[one]:
                if other not in node and links[one][other].close:
                    node[other] = name
                    todo.append(other)
    return node
