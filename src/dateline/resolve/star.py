"""Groups of linked reports without chains: who belongs to a group is linked with what stands in its middle.

Reports that are copies or excerpts of each other are one node. Of the nodes that hang together more loosely, the one
with most such neighbours is a middle and takes those that have none yet, then the next (Aslam, Pelekhov and Rus, "The
star clustering algorithm", 2004). So no chain of loose likenesses can grow over a whole day's reports.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from dateline.resolve.link import Tie


def stars(
    near: Mapping[str, Sequence[str]],
    links: Mapping[str, Mapping[str, Tie]],
    apart: Set[tuple[str, str]] = frozenset(),
) -> list[set[str]]:
    """Return the groups of the reports in ``near``, each in one; ``near`` names those that each is joined with.

    ``apart`` are pairs, in order, that no group may have both of.
    """
    apart = {pair for pair in apart if pair[0] in near and pair[1] in near}
    node = _nodes_apart(near, links, apart) if apart else _nodes(near, links)
    foes: dict[str, set[str]] = {}
    for one, other in apart:
        foes.setdefault(node[one], set()).add(node[other])
        foes.setdefault(node[other], set()).add(node[one])
    members: dict[str, set[str]] = {}
    for name, core in node.items():
        members.setdefault(core, set()).add(name)
    beside: dict[str, set[str]] = {core: set() for core in members}
    strength: dict[tuple[str, str], float] = {}
    for name in near:
        for other in near[name]:
            pair = (node[name], node[other])
            if pair[0] != pair[1] and pair[1] not in foes.get(pair[0], ()):
                beside[pair[0]].add(pair[1])
                strength[pair] = max(strength.get(pair, 0.0), links[name][other].score)
    order = sorted(members, key=lambda core: (-len(beside[core]), -len(members[core]), core))
    middles: list[str] = []
    taken: set[str] = set()
    for core in order:
        if not beside[core] & taken:
            middles.append(core)
            taken.add(core)
    groups = {core: {core} for core in middles}
    for core in order:
        if core not in groups:
            free = [m for m in beside[core] if m in groups and not groups[m] & foes.get(core, set())]
            if free:
                groups[min(free, key=lambda m: (-strength[core, m], m))].add(core)
            else:  # a person holds it apart from one that is in each group it might be in
                groups[core] = {core}
    return [{name for core in cores for name in members[core]} for cores in groups.values()]


def _nodes(near: Mapping[str, Sequence[str]], links: Mapping[str, Mapping[str, Tie]]) -> dict[str, str]:
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


def _nodes_apart(
    near: Mapping[str, Sequence[str]], links: Mapping[str, Mapping[str, Tie]], apart: Set[tuple[str, str]]
) -> dict[str, str]:
    """Return the same where some may not be one node: what people hold goes first, then the stronger link."""
    node = {name: name for name in near}
    members = {name: {name} for name in near}
    foes: dict[str, set[str]] = {}
    for one, other in apart:
        foes.setdefault(one, set()).add(other)
        foes.setdefault(other, set()).add(one)
    close = [links[one][other] for one in near for other in near[one] if one < other and links[one][other].close]
    for link in sorted(close, key=lambda each: (each.judged is None, -each.score, each.one, each.other)):
        one, other = sorted((node[link.one], node[link.other]))
        if one == other or any(foes.get(name, set()) & members[other] for name in members[one]):
            continue
        for name in members[other]:
            node[name] = one
        members[one] |= members.pop(other)
    return node
