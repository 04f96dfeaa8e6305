"""Django application of the site itself: here the country's law, the core blocks and the systems meet."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class SiteConfig(AppConfig):
    name = "madang.site"
    label = "site"

    def ready(self) -> None:
        """Put the country's law pack in force and load the systems' manifests."""
        from madang.core.services.packs import use_pack
        from madang.site.systems import load_systems

        use_pack(import_module(f"madang.countries.{_known(settings.COUNTRY)}.pack").PACK)
        load_systems()


def _known(code: str) -> str:
    folder = Path(__file__).resolve().parent.parent / "countries"
    known = sorted(pack.parent.name for pack in folder.glob("*/pack.py"))
    if code not in known:
        raise ImproperlyConfigured(
            f"MADANG_COUNTRY={code}: there is no law pack for it. Choose one of {', '.join(known)}."
        )
    return code
