"""Django application of the block."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "madang.core.documents"
    label = "documents"
    verbose_name = _("Letters")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from madang.core.archive import register_source

        from . import record, register_kind

        register_source(record.ISSUED, record.rebuild_issued, record.issued_references)
        register_source(record.REVOKED, record.rebuild_revoked, record.revoked_references)
        register_kind("decision", _("Decision"))
        register_kind("appeal", _("Decision on an objection"))
        register_kind("correction", _("Answer about a fact"))
        register_kind("recovery", _("Decision to recover an overpayment"))
        register_kind("certificate", _("Certificate"))
        register_kind("notice", _("Notice"))
