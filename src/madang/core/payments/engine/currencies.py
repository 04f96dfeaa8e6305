"""Exact money: integers in the currency's smallest unit, written as ISO 20022 decimals.

Source: ISO 4217 (number of decimal digits of each currency's minor unit).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from madang.core.payments.engine.problems import PaymentRefused, Problem
from madang.core.rules.text import _

# ISO 4217 "minor unit" of the currencies of the countries that Madang serves and of their usual partners.
MINOR_UNIT_DIGITS = {
    **dict.fromkeys(["JPY", "KRW", "VND"], 0),
    **dict.fromkeys(["AUD", "BND", "CNY", "EUR", "GBP", "IDR", "INR", "KGS", "KHR", "KZT", "LAK", "MMK", "MNT"], 2),
    **dict.fromkeys(["MYR", "NZD", "PHP", "SGD", "THB", "TJS", "TMT", "USD", "UZS"], 2),
    **dict.fromkeys(["BHD", "KWD", "OMR"], 3),
}
# totalDigits 18 of ActiveOrHistoricCurrencyAndAmount, the type of every amount in the message.
LARGEST_AMOUNT = 10**18 - 1
_DECIMAL = re.compile(r"\d{1,18}(\.\d{1,5})?", re.ASCII)


def minor_unit_digits(currency: str) -> int:
    """Decimal digits of a currency's smallest unit: 0 for KRW, 2 for THB. Raises `PaymentRefused` if unknown."""
    try:
        return MINOR_UNIT_DIGITS[currency]
    except KeyError:
        raise PaymentRefused(
            Problem(
                "Ccy",
                _("The currency {currency} is not known here."),
                _("Use one of: {known}."),
                {"currency": currency, "known": ", ".join(sorted(MINOR_UNIT_DIGITS))},
            )
        ) from None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the smallest unit of its currency: `Money(100_000, "KRW")`, `Money(60_000, "THB")` for 600 baht."""

    amount: int
    currency: str

    def decimal(self) -> Decimal:
        """The amount in whole currency units, exact: 60000 satang is Decimal('600.00')."""
        return Decimal(self.amount).scaleb(-minor_unit_digits(self.currency))

    @classmethod
    def from_decimal(cls, text: str, currency: str) -> "Money":
        """Read an ISO 20022 amount. Raises `PaymentRefused` for anything but plain digits that fit the currency."""
        digits = minor_unit_digits(currency)
        if _DECIMAL.fullmatch(text):
            scaled = Decimal(text).scaleb(digits)
            if scaled == scaled.to_integral_value() and scaled <= LARGEST_AMOUNT:
                return cls(int(scaled), currency)
        raise PaymentRefused(
            Problem(
                "InstdAmt",
                _("The amount {text} is not an amount in {currency}."),
                _("Write digits with at most {digits} decimals, for example 1000."),
                {"text": text[:40], "currency": currency, "digits": digits},
            )
        )


def split_equally(amount: int, parts: int) -> Iterator[int]:
    """Share an amount in whole smallest units; the first shares carry the remainder, and the sum is exact."""
    if parts < 1 or amount < 0:
        raise ValueError("split_equally needs at least one part and an amount of zero or more")
    share, remainder = divmod(amount, parts)
    for index in range(parts):
        yield share + (1 if index < remainder else 0)
