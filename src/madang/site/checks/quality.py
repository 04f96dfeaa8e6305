"""The quality scale: what every folder in `systems/` has. The words for people are in docs/quality.md; no exemptions."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

from madang.site.checks.finding import Finding

ROOMS = {
    "README.md": "what it does, for whom, law and standard, how it is held to account",
    "__init__.py": "one sentence",
    "apps.py": "the Django application",
    "system.py": "the manifest",
    "engine": "the domain itself, pure",
    "models.py": "what is stored",
    "models": "what is stored, when one module is too small",
    "migrations": "how it came to be stored so",
    "registers.py": "facts that others may read",
    "services.py": "what people can ask for",
    "actions": "one verb per file",
    "hears.py": "what it does when something happens elsewhere",
    "api.py": "the field's standard interface",
    "api": "the same, when one module is too small",
    "pages.py": "screens",
    "pages": "screens, when one module is too small",
    "urls.py": "addresses of the screens",
    "forms.py": "what people fill in",
    "templates": "how the screens look",
    "static": "files of its own for the screens",
    "management": "commands",
    "locale": "translations",
    "demo.py": "believable demonstration data",
    "demo": "the same, when one module is too small",
    "tests": "proofs",
}
REQUIRED = ("README.md", "__init__.py", "apps.py", "system.py", "services.py", "demo.py|demo", "locale", "tests")
SECTIONS = ("What it does", "For whom", "Law and standard", "How it is held to account")
TEST_OF = {"engine": "test_engine", "services.py": "test_services", "api": "test_api", "pages": "test_pages"}
FEWEST_WORDS = 120
IMPURE = (
    "django",
    "django_tasks",
    "ninja",
    "allauth",
    "requests",
    "urllib",
    "socket",
    "subprocess",
    "sqlite3",
    "psycopg",
)


def systems(root: Path) -> list[Path]:
    """Every folder that claims to be a system."""
    folder = root / "src" / "madang" / "systems"
    return sorted(path for path in folder.glob("*") if path.is_dir() and not path.name.startswith(("_", ".")))


def check(root: Path) -> list[Finding]:
    """Every rule on every system."""
    return [
        Finding(f"{where.relative_to(root)}", f"{rule.__name__}: {what}", mend)
        for system in systems(root)
        for rule in RULES
        for where, what, mend in rule(root, system)
    ]


Found = Iterator[tuple[Path, str, str]]
Rule = Callable[[Path, Path], Found]


def _tree(path: Path) -> ast.Module:
    try:
        return ast.parse(path.read_text(encoding="utf-8"))
    except (SyntaxError, OSError):
        return ast.Module([], [])


def _functions(path: Path) -> list[str]:
    return [
        node.name for node in _tree(path).body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def rooms(root: Path, system: Path) -> Found:
    """Only the rooms of the plan, so that whoever knows one system knows all; and those that none can do without."""
    for entry in sorted(system.iterdir()):
        if entry.name not in ROOMS and entry.name != "__pycache__":
            yield entry, "is no room of the plan", "put it where docs/quality.md says such things go"
    for room in REQUIRED:
        if not any((system / name).exists() for name in room.split("|")):
            yield system, f"{room.partition('|')[0]} is missing", f"write it: {ROOMS[room.partition('|')[0]]}"


def manifest(root: Path, system: Path) -> Found:
    """`system.py` defines `system = System(name=<folder>, ...)`."""
    for node in _tree(system / "system.py").body:
        target = (
            node.targets[0]
            if isinstance(node, ast.Assign)
            else node.target
            if isinstance(node, ast.AnnAssign)
            else None
        )
        if isinstance(target, ast.Name) and target.id == "system" and isinstance(node.value, ast.Call):  # type: ignore[attr-defined]
            given = {word.arg: word.value for word in node.value.keywords}  # type: ignore[attr-defined]
            name = given.get("name")
            if not (isinstance(name, ast.Constant) and name.value == system.name):
                yield system / "system.py", "its name is not the folder's", f'write name="{system.name}"'
            for field in ("title", "summary", "owner", "standard", "demo"):
                if field not in given:
                    yield system / "system.py", f"says no {field}", f"add {field}=..."
            return
    yield system / "system.py", "declares no system", "write `system = System(...)` from madang.core.systems"


def readme(root: Path, system: Path) -> Found:
    """The README has the four sections, and the docs page tells the rest."""
    readme_page = system / "README.md"
    if readme_page.exists():
        text = readme_page.read_text(encoding="utf-8")
        for section in SECTIONS:
            if f"\n## {section}\n" not in text:
                yield readme_page, f"has no section “{section}”", f"add `## {section}`"
    page = root / "docs" / "systems" / f"{system.name}.md"
    if not page.exists():
        yield page, "is missing", "write it: how to use it, how to connect to it, how to run it, its limits"
    elif len(page.read_text(encoding="utf-8").split()) < FEWEST_WORDS:
        yield (
            page,
            f"has fewer than {FEWEST_WORDS} words",
            "say how to use it, connect to it and run it, and its limits",
        )


def engine_is_pure(root: Path, system: Path) -> Found:
    """The engine is a library: no Django, no input or output, no clock of its own."""
    for path in sorted((system / "engine").rglob("*.py")):
        for node in ast.walk(_tree(path)):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            for name in names:
                if name.split(".")[0] in IMPURE:
                    yield path, f"imports {name}", "give the engine what it needs as an argument"
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                if called in {"open", "print", "input"}:
                    yield path, f"calls {called}()", "read and write outside the engine"
                elif called.endswith(("date.today", "datetime.now", "datetime.utcnow", "time.time")):
                    yield path, f"calls {called}()", "let the caller say what day it is"


def actions_are_verbs(root: Path, system: Path) -> Found:
    """Each file in `actions/` holds one public function, called like the file."""
    for path in sorted((system / "actions").glob("*.py")):
        if path.name != "__init__.py" and _functions(path) != [path.stem]:
            yield path, f"has {_functions(path) or 'no function'}", f"one public function: def {path.stem}(...)"


def tests_prove_it(root: Path, system: Path) -> Found:
    """Every room has its test; one test uses material nobody here wrote, and one walks through a real browser."""
    folder = system / "tests"
    wanted = ["test_outside", "test_journey"]
    for room, name in TEST_OF.items():
        if (system / room).exists() or (system / f"{room}.py").exists():
            wanted.append(name)
    for name in wanted:
        found = [
            path
            for path in folder.glob(f"{name}*.py")
            if any(test.startswith("test_") for test in _all_functions(path))
        ]
        if not found:
            yield folder / f"{name}.py", "proves nothing", "write at least one test there"
    for path in folder.glob("test_outside*.py"):
        if not ast.get_docstring(_tree(path)) or "source" not in (ast.get_docstring(_tree(path)) or "").lower():
            yield path, "does not say whose material it is", "say in its docstring `Source: who, what, licence`"
    for path in folder.glob("test_journey*.py"):
        if "mark.browser" not in path.read_text(encoding="utf-8"):
            yield path, "does not use the browser", "mark it pytest.mark.browser and drive Chromium"


def _all_functions(path: Path) -> list[str]:
    return [node.name for node in ast.walk(_tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def both_languages(root: Path, system: Path) -> Found:
    """Korean is there; that it is complete is held by the check of messages."""
    if not (system / "locale" / "ko" / "LC_MESSAGES" / "django.po").exists():
        yield system / "locale", "has no Korean", f"cd {system.name} && django-admin makemessages -l ko, then translate"


def demo(root: Path, system: Path) -> Found:
    """`demo` has `load`, which may run again without doubling anything."""
    module = system / "demo.py" if (system / "demo.py").exists() else system / "demo" / "__init__.py"
    if (
        "load" not in _all_functions(module) and "load" not in module.read_text(encoding="utf-8")
        if module.exists()
        else False
    ):
        yield module, "loads nothing", "define `def load() -> None`"


def migrations(root: Path, system: Path) -> Found:
    """What is stored has its migrations."""
    stored = (system / "models.py").exists() or (system / "models").exists()
    if stored and not list((system / "migrations").glob("0*.py")):
        yield system / "migrations", "is empty", f"./run madang makemigrations {system.name}"


RULES: tuple[Rule, ...] = (
    rooms,
    manifest,
    readme,
    engine_is_pure,
    actions_are_verbs,
    tests_prove_it,
    both_languages,
    demo,
    migrations,
)
