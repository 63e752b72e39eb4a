"""What was learned of kinds: weights are whole, a sure rule is not overruled, and the reason names what was seen."""

import tomllib
from dataclasses import replace

import pytest

from archive.compare import compare, verdict
from archive.compare.features import FEATURES
from archive.compare.kinds import evidence_of
from archive.compare.rules import by_rules
from archive.compare.verdict import FILE, LEARNED, Weights, learned
from archive.models import Block, Content
from tests.training.kinds import Example, learn


def _article(*paragraphs: str) -> Content:
    blocks = tuple(Block(text, "main/article/p", kept=True) for text in paragraphs)
    return Content(headline="The bridge is closed", blocks=blocks, language="en")


OLD = _article("The bridge over the Aller was closed on Monday.", "Buses take another road until the work is done.")
NEW = _article("The bridge over the Aller was closed on Monday.", "Buses take a longer road until all work is done.")


def test_the_weights_are_of_features_and_kinds_that_there_are() -> None:
    data = tomllib.loads(FILE.read_text("utf-8"))
    assert set(data["kinds"]) == set(LEARNED)
    assert {name for row in data["kinds"].values() for name in row} <= {*FEATURES, "start"}
    assert sum(data["pairs"].values()) > 300


def test_what_was_learned_may_overrule_a_rule_that_is_not_sure_and_says_because(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert by_rules(evidence_of(OLD, NEW)).kind == "style"
    told = Weights(0.6, {}, {"background": {"restated": 9.0}})
    monkeypatch.setattr(verdict, "learned", lambda: told)
    change = compare(OLD, NEW)
    assert (change.kind, change.evidence) == ("background", "because: restated")


def test_what_was_learned_never_overrules_a_sure_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    told = Weights(0.6, {"style": 99.0}, {})
    monkeypatch.setattr(verdict, "learned", lambda: told)
    noted = _article(*OLD.paragraphs, "Correction: An earlier version of this article gave the wrong day.")
    assert compare(OLD, noted).kind == "correction_noted"
    assert compare(OLD, replace(OLD, paywalled=True)).kind == "paywalled"


def test_learning_finds_what_parts_two_kinds() -> None:
    evidence = evidence_of(OLD, NEW)
    ruling = replace(by_rules(evidence), sure=False)
    pairs = [Example("style", (), {"restated": 1.0}, ruling), Example("update", (), {"news": 1.0}, ruling)] * 20
    weights = learn(pairs)
    assert weights.points["style"]["restated"] > 0 > weights.points["style"]["news"]
    assert weights.points["update"]["news"] > 0 > weights.points["update"]["restated"]


def test_equal_points_leave_the_rule_its_kind() -> None:
    assert learned().rules > 0
    assert verdict.weighed({}, "background", Weights(0.0, {}, {})) == "background"
