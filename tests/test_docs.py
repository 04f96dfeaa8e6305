"""The documentation keeps up with the source."""

from __future__ import annotations

from pathlib import Path

from madang.site.checks import docs, quality
from madang.site.checks.__main__ import CHECKS

ROOT = Path(__file__).resolve().parents[1]


def test_links_lead_somewhere_and_everything_is_described():
    findings = docs.check(ROOT)
    assert not findings, "\n".join(map(str, findings))


def test_every_rule_of_the_quality_scale_is_explained():
    text = (ROOT / "docs" / "quality.md").read_text()
    for rule in quality.RULES:
        assert f"`{rule.__name__}`" in text, f"docs/quality.md does not explain {rule.__name__}"
    for room in quality.ROOMS:
        assert f"`{room}" in text, f"docs/quality.md does not say what {room} is for"


def test_every_check_is_explained():
    text = (ROOT / "CONTRIBUTING.md").read_text()
    for name in CHECKS:
        assert f"`{name}`" in text, f"CONTRIBUTING.md does not explain the check {name}"
