"""Finds the systems: every folder of `madang.systems` with a manifest is installed, nothing is listed by hand."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from django.urls import URLPattern, URLResolver, include, path
from ninja import NinjaAPI

from madang.core.events import listens_to
from madang.core.systems import ManifestError, System, all_systems, register

SYSTEMS_DIR = Path(__file__).resolve().parent.parent / "systems"


def system_apps(folder: Path = SYSTEMS_DIR) -> list[str]:
    """Dotted names for INSTALLED_APPS. Reads only the folders: no system is imported before Django is ready."""
    return [f"madang.systems.{manifest.parent.name}" for manifest in sorted(folder.glob("*/system.py"))]


def load_systems() -> None:
    """Import every manifest and register it in core. Called once, when all models are loaded."""
    for app in system_apps():
        manifest = getattr(import_module(f"{app}.system"), "system", None)
        if not isinstance(manifest, System):
            raise ManifestError(f"{app}.system: define `system = System(...)`; see docs/quality.md")
        if manifest.name != app.rpartition(".")[2]:
            raise ManifestError(f"{app}.system: name is {manifest.name!r}; it must be the folder's name")
        register(manifest)
        for event, handler in manifest.hears.items():
            listens_to(event)(handler)


def system_urls() -> list[URLPattern | URLResolver]:
    """`/<name>/` for the pages of each system that has some; underscores become hyphens."""
    return [
        path(f"{system.name.replace('_', '-')}/", include(system.urls))
        for system in all_systems()
        if system.urls is not None
    ]


def add_system_routers(api: NinjaAPI) -> None:
    """Mount `router` of each system's API module under its name."""
    for system in all_systems():
        if system.api is not None:
            api.add_router(f"/{system.name.replace('_', '-')}", import_module(system.api).router)
