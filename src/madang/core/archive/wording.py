"""What the checks of the log find, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .audit import Difference, Finding
from .engine.verification import Fault, Problem


def problem_text(problem: Problem) -> str:
    """One sentence on a fault in the log's files."""
    values = {"path": problem.path, "index": problem.index, "detail": problem.detail}
    texts = {
        Fault.CHECKPOINT: _("%(path)s: the checkpoint cannot be trusted: %(detail)s"),
        Fault.MISSING: _("%(path)s: the file is missing"),
        Fault.MALFORMED: _("%(path)s: the file is damaged: %(detail)s"),
        Fault.ENTRY_ALTERED: _("%(path)s: entry %(index)s was altered"),
        Fault.TILE_ALTERED: _("%(path)s: the tile was altered"),
        Fault.DISAGREE: _("%(path)s: entry %(index)s and %(detail)s contradict each other and the checkpoint"),
        Fault.ROOT: _("%(path)s: entries and tiles do not lead to the root that was signed"),
        Fault.REWRITTEN: _("%(path)s: the log was rewritten: %(detail)s"),
    }
    if problem.fault is Fault.TILE_ALTERED and problem.index is not None:
        return _("%(path)s: the tile was altered at the hash of entry %(index)s") % values
    return texts[problem.fault] % values


def finding_text(finding: Finding) -> str:
    """One sentence on a record that differs from the log."""
    where = _("not in the log yet") if finding.index is None else _("entry %s") % finding.index
    name = finding.reference or finding.kind
    values = {"where": where, "name": name, "kind": finding.kind, "fields": ", ".join(finding.fields)}
    texts = {
        Difference.GONE: _("%(where)s: the database has lost its record"),
        Difference.ENTRY: _("%(where)s: the record of %(name)s is not what stands in the log"),
        Difference.RECORD: _("%(where)s: the record of %(name)s was altered"),
        Difference.LOST: _("%(where)s: the payload was lost when an older database was restored"),
        Difference.SOURCE: _("%(where)s: %(name)s was altered after it was recorded: %(fields)s"),
        Difference.SOURCE_GONE: _("%(where)s: %(name)s was removed after it was recorded"),
        Difference.UNRECORDED: _("%(name)s (%(kind)s) is stored but was never recorded"),
    }
    return texts[finding.difference] % values
