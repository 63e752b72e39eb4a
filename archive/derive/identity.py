"""Which addresses are one article: connected components over redirects, canonicals and outlets' own ids.

Pure and free of order: the same looks and edges give the same groups however they came. A wrong merge is worse than a
fork, so an edge between two texts counts only if the texts themselves agree (`derive.kinship`), and an address that
never showed a text joins an article but never joins two.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

import courlan

from archive import urls

from .gist import Gist
from .kinship import akin, foreign, same_text
from .looks import PERMANENT, Look, in_order, pair, stands_in

Relation = Literal["first", "canonical", "redirect", "twin", "outlet_id", "alias", "case"]
REUSE_SETTLES: Final = dt.timedelta(hours=6)
CROWD: Final = 12  # an address that more dead ones lead to is where an outlet sends the lost: nobody's other name
_OWN_ID: Final = "id:"  # before an outlet's own article id, where keys of addresses stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """What one capture says: its address and another are, or lead to, the same article."""

    record_id: str
    captured_at: dt.datetime
    from_key: str
    to_key: str
    relation: Relation
    to_url: str = ""  # "" for an outlet's own id


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A URL of an article, with the evidence."""

    url: str
    key: str
    relation: Relation
    first_seen_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The looks at one article, in order, and its addresses; at least one look shows a text."""

    looks: tuple[Look, ...]
    addresses: tuple[Address, ...]
    first_url: str
    reused_by: str = ""  # record id of the capture that took the first URL over from another article; "" for none
    taken_over: tuple[Look, ...] = ()  # first looks at other articles at addresses that were this one's


@dataclass(frozen=True, slots=True)
class _Node:
    """An address for as long as it belonged to one article."""

    key: str
    epoch: int


_Nodes = dict[_Node, list[Look]]


def edges_of(look: Look, *, own_id: str = "") -> tuple[Edge, ...]:
    """Return what a capture says of its address and others; `own_id` is the outlet's own id of the article."""
    found: list[tuple[Relation, str]] = []
    if look.location and 300 <= look.status < 400:
        found.append(("redirect" if look.status in PERMANENT else "alias", look.location))
    if look.article is not None and _same_outlet(look.article.canonical_url, look.url):
        found.append(("canonical", look.article.canonical_url))
    edges = [_edge(look, urls.identity_key(url), relation, url) for relation, url in found if not urls.is_front(url)]
    if own_id:
        edges.append(_edge(look, _OWN_ID + own_id, "outlet_id", ""))
    edges.append(_edge(look, urls.folded_key(look.key), "case", ""))
    return tuple(edge for edge in edges if edge.to_key != look.key)


def group(looks: Iterable[Look], edges: Iterable[Edge], fronts: frozenset[str]) -> tuple[Group, ...]:
    """Cut the looks at some connected addresses into articles; looks that belong to none are left out."""
    return _Grouping(in_order(looks), sorted(edges, key=_edge_order), fronts).groups()


def _edge(look: Look, to_key: str, relation: Relation, to_url: str) -> Edge:
    return Edge(
        record_id=look.record_id,
        captured_at=look.captured_at,
        from_key=look.key,
        to_key=to_key,
        relation=relation,
        to_url=to_url,
    )


def _edge_order(edge: Edge) -> tuple[dt.datetime, str, str, str]:
    return edge.captured_at, edge.record_id, edge.relation, edge.to_key


def _same_outlet(canonical: str, url: str) -> bool:
    """Tell whether a canonical stays with the outlet: on the same registered domain."""
    return bool(canonical) and _domain(canonical) == _domain(url)


def _domain(url: str) -> str:
    host = urls.parse(url).hostname or ""
    return str(courlan.extract_domain(url, fast=False) or host)


def epochs(looks: Sequence[Look]) -> list[list[Look]]:
    """Cut the looks at one address where another article took it over.

    A text that shares under a tenth with the one before, under a new headline, starts a new article when a second look
    at least six hours later has not found the old one again.
    """
    parts: list[list[Look]] = [[]]
    old: Look | None = None
    for position, look in enumerate(looks):
        if look.article is not None and old is not None and _foreign(look, old):
            if not stands_in(look, old) and _settled(look, looks[position + 1 :], old):
                parts.append([])
                old = look
        elif look.article is not None:
            old = look
        parts[-1].append(look)
    return parts


def _foreign(new: Look, old: Look) -> bool:
    both = pair(new, old)
    return both is not None and foreign(*both)


def _settled(first: Look, later: Sequence[Look], old: Look) -> bool:
    for look in later:
        if look.article is None:
            continue
        if not _foreign(look, old):
            return False
        if look.captured_at - first.captured_at >= REUSE_SETTLES and not stands_in(look, old):
            return True
    return False


class _Grouping:
    """One run of `group`: nodes, which of them are joined, and what hangs on them."""

    def __init__(self, looks: list[Look], edges: list[Edge], fronts: frozenset[str]) -> None:
        self._edges = [edge for edge in edges if edge.to_key not in fronts]
        self._nodes = _nodes(looks)
        self._epochs: Mapping[str, list[_Node]] = _by_key(self._nodes)
        self._gists = {node: _gists(shown) for node, shown in self._nodes.items()}
        self._parent: dict[_Node, _Node] = {node: node for node, gists in self._gists.items() if gists}
        self._onward = self._latest_redirects()

    def groups(self) -> tuple[Group, ...]:
        self._join_by_own_id()
        self._join_by_text({"redirect", "canonical"}, akin)
        self._join_by_text({"case"}, same_text)
        hung = self._hang_dead_addresses()
        members: dict[_Node, list[_Node]] = defaultdict(list)
        for node in self._parent:
            members[self._root(node)].append(node)
        for node, root in hung.items():
            members[self._root(root)].append(node)
        made = (self._group(nodes) for nodes in members.values())
        return tuple(sorted(made, key=lambda each: each.looks[0].order))

    def _root(self, node: _Node) -> _Node:
        while self._parent[node] != node:
            node = self._parent[node]
        return node

    def _join(self, one: _Node, other: _Node) -> None:
        self._parent[self._root(one)] = self._root(other)

    def _has_text(self, node: _Node) -> bool:
        return node in self._parent

    def _at(self, key: str, moment: dt.datetime) -> _Node:
        """Return the node that an address was at a time; one without looks when nobody looked there."""
        nodes = self._epochs.get(key, [_Node(key, 0)])
        begun = [node for node in nodes if node.epoch and self._nodes[node][0].captured_at <= moment]
        return begun[-1] if begun else nodes[0]

    def _from(self, edge: Edge) -> _Node:
        nodes = self._epochs.get(edge.from_key, [])
        begun = [
            node for node in nodes if node.epoch and self._nodes[node][0].order <= (edge.captured_at, edge.record_id)
        ]
        return begun[-1] if begun else _Node(edge.from_key, 0)

    def _latest_redirects(self) -> dict[_Node, Edge]:
        """Return where each address without a text led at last."""
        return {
            self._from(edge): edge
            for edge in self._edges
            if edge.relation in ("redirect", "alias") and not self._has_text(self._from(edge))
        }

    def _end(self, edge: Edge) -> tuple[_Node, int]:
        """Follow an edge through addresses without a text; return where it ends and how many it passed."""
        node, steps = self._at(edge.to_key, edge.captured_at), 0
        seen = {node}
        while not self._has_text(node) and node in self._onward:
            onward = self._onward[node]
            node, steps = self._at(onward.to_key, onward.captured_at), steps + 1
            if node in seen:
                break
            seen.add(node)
        return node, steps

    def _join_by_own_id(self) -> None:
        said: dict[str, list[_Node]] = defaultdict(list)
        for edge in self._edges:
            if edge.relation == "outlet_id" and self._has_text(self._from(edge)):
                said[edge.to_key].append(self._from(edge))
        for nodes in said.values():
            for node in nodes[1:]:
                self._join(nodes[0], node)

    def _join_by_text(self, relations: Collection[Relation], agree: Callable[[Gist, Gist], bool]) -> None:
        """Join what edges connect, where the texts agree."""
        pointing: dict[_Node, set[_Node]] = defaultdict(set)
        for edge in self._edges:
            if edge.relation in relations and self._has_text(self._from(edge)):
                pointing[self._end(edge)[0]].add(self._from(edge))
        for target, sources in pointing.items():
            pairs = ((source, target) for source in sources) if self._has_text(target) else combinations(sources, 2)
            for one, other in pairs:
                if self._root(one) != self._root(other) and self._agree(one, other, agree):
                    self._join(one, other)

    def _agree(self, one: _Node, other: _Node, agree: Callable[[Gist, Gist], bool]) -> bool:
        if urls.is_page_of(one.key, other.key) or urls.is_page_of(other.key, one.key):
            agree = same_text  # the second page of a text has its headline
        return any(agree(a, b) for a in self._gists[one] for b in self._gists[other])

    def _hang_dead_addresses(self) -> dict[_Node, _Node]:
        """Return the article's node for each address without a text that leads to one, or that one alone leads to."""
        ends = {node: self._end(edge)[0] for node, edge in self._onward.items()}
        crowds: dict[_Node, int] = defaultdict(int)
        for end in ends.values():
            crowds[end] += 1
        hung = {node: end for node, end in ends.items() if self._has_text(end) and crowds[end] <= CROWD}
        named: dict[_Node, set[_Node]] = defaultdict(set)
        for edge in self._edges:
            if edge.relation in ("redirect", "canonical") and self._has_text(self._from(edge)):
                named[self._end(edge)[0]].add(self._root(self._from(edge)))
        hung.update({node: next(iter(by)) for node, by in named.items() if len(by) == 1 and not self._has_text(node)})
        return hung

    def _group(self, nodes: Sequence[_Node]) -> Group:
        looks = in_order(look for node in nodes for look in self._nodes.get(node, ()))
        first = next(look for look in looks if look.article is not None)
        home = next(node for node in nodes if first in self._nodes.get(node, ()))
        following = (self._nodes.get(_Node(node.key, node.epoch + 1)) for node in nodes)
        return Group(
            looks=tuple(looks),
            addresses=self._addresses(nodes, looks, first),
            first_url=first.url,
            reused_by=self._nodes[home][0].record_id if home.epoch else "",
            taken_over=tuple(in_order(after[0] for after in following if after)),
        )

    def _addresses(self, nodes: Sequence[_Node], looks: Sequence[Look], first: Look) -> tuple[Address, ...]:
        keys = {node.key for node in nodes}
        evidence = self._evidence(keys)
        seen: dict[str, tuple[dt.datetime, str]] = {}
        for look in looks:
            seen.setdefault(look.url, (look.captured_at, look.key))
        inside = set(nodes)
        for edge in self._edges:
            if edge.to_url and edge.to_key in keys and self._from(edge) in inside:
                seen.setdefault(edge.to_url, (edge.captured_at, edge.to_key))
        return tuple(
            Address(url=url, key=key, relation=_relation(url, key, first, evidence), first_seen_at=when)
            for url, (when, key) in sorted(seen.items())
        )

    def _evidence(self, keys: set[str]) -> dict[str, Relation]:
        """Return the strongest thing that was said of each address."""
        strength: list[Relation] = ["case", "alias", "outlet_id", "redirect", "canonical"]
        said: dict[str, Relation] = {}
        for edge in self._edges:
            for key in {edge.from_key, edge.to_key} & keys:
                said[key] = max(said.get(key, "case"), edge.relation, key=strength.index)
        return said


def _relation(url: str, key: str, first: Look, evidence: Mapping[str, Relation]) -> Relation:
    if url == first.url:
        return "first"
    found = "twin" if key == first.key else evidence.get(key, "twin")
    return "twin" if found == "case" else found


def _nodes(looks: Iterable[Look]) -> _Nodes:
    at: dict[str, list[Look]] = defaultdict(list)
    for look in looks:
        at[look.key].append(look)
    return {_Node(key, number): part for key, all_of in at.items() for number, part in enumerate(epochs(all_of))}


def _by_key(nodes: Iterable[_Node]) -> dict[str, list[_Node]]:
    at: dict[str, list[_Node]] = defaultdict(list)
    for node in nodes:
        at[node.key].append(node)
    return at


def _gists(looks: Iterable[Look]) -> tuple[Gist, ...]:
    """Return the different texts that some looks show."""
    return tuple({read.gist.strict: read.gist for look in looks for read in look.articles}.values())
