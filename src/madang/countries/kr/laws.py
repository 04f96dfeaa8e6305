"""The acts and decrees the Korean pack cites."""

from __future__ import annotations

from madang.core.rules import Mark
from madang.countries.kr.citations import KoreanLaw

CHILD_ALLOWANCE_ACT = KoreanLaw(
    "kr-child-allowance-act",
    {"ko": "아동수당법", "en": "Child Allowance Act"},
    number="법률 제21489호 (2026-03-20)",
    url="https://www.law.go.kr/법령/아동수당법",
)
CHILD_ALLOWANCE_DECREE = KoreanLaw(
    "kr-child-allowance-decree",
    {"ko": "아동수당법 시행령", "en": "Child Allowance Decree"},
    number="대통령령 제36224호 (2026-03-27)",
    url="https://www.law.go.kr/법령/아동수당법시행령",
)
CHILD_ALLOWANCE_RULE = KoreanLaw(
    "kr-child-allowance-rule",
    {"ko": "아동수당법 시행규칙", "en": "Child Allowance Rule"},
    number="보건복지부령 제1167호 (2026-03-27)",
    url="https://www.law.go.kr/법령/아동수당법시행규칙",
)
LOW_BIRTH_RATE_ACT = KoreanLaw(
    "kr-low-birth-rate-act",
    {"ko": "저출산ㆍ고령사회기본법", "en": "Framework Act on Low Birth Rate in an Ageing Society"},
    number="법률 제19843호 (2023-12-26)",
    url="https://www.law.go.kr/법령/저출산ㆍ고령사회기본법",
)
LOW_BIRTH_RATE_DECREE = KoreanLaw(
    "kr-low-birth-rate-decree",
    {"ko": "저출산ㆍ고령사회기본법 시행령", "en": "Decree of the Framework Act on Low Birth Rate"},
    number="제1조의2",
    url="https://www.law.go.kr/법령/저출산ㆍ고령사회기본법시행령",
    mark=Mark.SECONDARY,
)
LOW_BIRTH_RATE_RULE = KoreanLaw(
    "kr-low-birth-rate-rule",
    {"ko": "저출산ㆍ고령사회 기본법 시행규칙", "en": "Rule of the Framework Act on Low Birth Rate"},
    number="보건복지부령 제877호 (2022-04-01)",
    url="https://www.law.go.kr/법령/저출산ㆍ고령사회기본법시행규칙",
)
BASIC_PENSION_ACT = KoreanLaw(
    "kr-basic-pension-act",
    {"ko": "기초연금법", "en": "Basic Pension Act"},
    number="법률 제21065호 (2025-10-01)",
    url="https://www.law.go.kr/법령/기초연금법",
)
BASIC_PENSION_DECREE = KoreanLaw(
    "kr-basic-pension-decree",
    {"ko": "기초연금법 시행령", "en": "Basic Pension Decree"},
    number="대통령령 제35948호 (2025-12-30)",
    url="https://www.law.go.kr/법령/기초연금법시행령",
)
BASIC_PENSION_NOTICE = KoreanLaw(
    "kr-basic-pension-notice",
    {
        "ko": "기초연금 지급대상자 선정기준액, 기준연금액 및 소득인정액 산정 세부기준에 관한 고시",
        "en": "Notice on the selection amount, base amount and recognised income of the basic pension",
    },
    number="보건복지부고시 제2026-156호",
    url="https://www.law.go.kr/행정규칙/기초연금지급대상자선정기준액,기준연금액및소득인정액산정세부기준에관한고시",
    mark=Mark.SECONDARY,
)
