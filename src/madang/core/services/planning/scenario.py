"""A question a planner asks: a benefit, a day, and what of its law is changed from when."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from madang.core.rules import Benefit
from madang.core.services.planning.changed_law import under
from madang.core.services.planning.figures import Figure, changed_parameters


@dataclass(frozen=True)
class Scenario:
    """benefit; on: a day of the period counted under the law as it is; then: the same under the changed law.

    since: day from which the changes hold. changes: new value by figure, in the figure's kind.
    """

    benefit: Benefit
    on: dt.date
    then: dt.date
    since: dt.date
    changes: Mapping[Figure, Any] = field(default_factory=dict)

    @property
    def changes_anything(self) -> bool:
        """Whether there is something to compare."""
        return bool(self.changes) or self.benefit.period_of(self.on) != self.benefit.period_of(self.then)

    def changed_benefit(self) -> Benefit:
        """The benefit under the changed law. Raises ChangeRefused for a value its parameter cannot take."""
        return under(self.benefit, changed_parameters(self.changes, self.since))

    def key(self) -> str:
        """The same for the same question about the same law; a name for its answer."""
        law = [
            [parameter.name, [[str(line.applies), str(line.known), str(line.value)] for line in parameter.lines]]
            for parameter in self.benefit.parameters
        ]
        asked = {
            "benefit": self.benefit.name,
            "on": [day.isoformat() for day in self.benefit.period_of(self.on)],
            "then": [day.isoformat() for day in self.benefit.period_of(self.then)],
            "since": self.since.isoformat() if self.changes else "",
            "changes": sorted((figure.name, str(value)) for figure, value in self.changes.items()),
            "law": law,
        }
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:32]
