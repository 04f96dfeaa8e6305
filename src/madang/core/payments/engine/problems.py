"""What is wrong with an input: the field, the rule it breaks and what to do next."""

import dataclasses
from collections.abc import Mapping

from madang.core.rules.text import Gettext, _


@dataclasses.dataclass(frozen=True)
class Problem:
    """One broken rule.

    `rule` and `remedy` are translatable sentences in English; `figures` fills their `{names}`.
    """

    field: str
    rule: str
    remedy: str
    figures: Mapping[str, object] = dataclasses.field(default_factory=dict)

    def sentence(self, translate: Gettext = _) -> str:
        """The problem in one line, in the language of `translate` (for example Django's `gettext`)."""
        rule = translate(self.rule).format(**self.figures)
        remedy = translate(self.remedy).format(**self.figures)
        return f"{self.field}: {rule} {remedy}"


class PaymentRefused(ValueError):  # noqa: N818 - the name says what happened to the payment
    """An order or an answer that breaks rules; `problems` lists every one of them."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(" ".join(problem.sentence() for problem in problems))
        self.problems = problems
