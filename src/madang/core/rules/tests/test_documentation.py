"""The code in the documentation runs."""

import re
from pathlib import Path

import madang.core.rules

PACKAGE = Path(madang.core.rules.__file__).parent
TUTORIAL = PACKAGE.parents[3] / "docs" / "write-a-benefit.md"


def run_blocks(path):
    text = path.read_text(encoding="utf-8")
    space = {}
    blocks = re.findall(r"^```python\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    for block in blocks:
        line = text[: text.index(block)].count("\n")
        exec(compile("\n" * line + block, str(path), "exec"), space)
    return blocks


def test_every_block_of_the_tutorial_runs():
    assert len(run_blocks(TUTORIAL)) >= 9


def test_the_tutorials_benefit_takes_about_thirty_lines():
    blocks = re.findall(r"^```python\n(.*?)^```", TUTORIAL.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert sum(len(block.strip().splitlines()) for block in blocks[:2]) <= 45


def test_the_readmes_benefit_can_be_declared():
    text = (PACKAGE / "README.md").read_text(encoding="utf-8")
    first = re.search(r"^```python\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    space = {}
    exec(first.group(1), space)
    assert space["child_allowance"].reads["person"] == ("born", "id", "mother")


def test_everything_public_says_what_it_is():
    undocumented = []
    for name in madang.core.rules.__all__:
        thing = getattr(madang.core.rules, name)
        if callable(thing) and not thing.__doc__:
            undocumented.append(name)
    assert undocumented == []
