"""Articles as Koreans write them."""

import re

import pytest

from madang.countries.kr.citations import in_korean
from madang.countries.kr.pack import PACK


@pytest.mark.parametrize(
    ("article", "korean"),
    [
        ("4(1)", "제4조제1항"),
        ("14", "제14조"),
        ("13(1)1", "제13조제1항제1호"),
        ("1-2", "제1조의2"),
        ("17(2), (3)", "제17조제2항, 제3항"),
        ("4(1)-(4), Act 15539", "제4조제1항부터 제4항까지, 법률 제15539호"),
        ("Addenda 21489 art. 2(2)", "부칙 제21489호 제2조제2항"),
        ("Addenda 21489 arts. 2(1)1, 3", "부칙 제21489호 제2조제1항제1호, 제3조"),
        ("2(2), Act art. 4(6), Addenda 21489 art. 4(1)", "제2조제2항, 법 제4조제6항, 부칙 제21489호 제4조제1항"),
    ],
)
def test_an_article_in_korean(article: str, korean: str) -> None:
    assert in_korean(article) == korean


def citations():
    for benefit in PACK.benefits:
        for one in [*benefit.all_conditions(), *benefit.parts]:
            yield from benefit.cites(one.cite).citations
    for parameter in PACK.parameters:
        yield from (line.source for line in parameter.lines)


def test_no_citation_of_the_pack_leaves_a_korean_reader_with_english() -> None:
    for citation in citations():
        assert not re.search("[A-Za-z]", citation.text("ko")), citation.text("ko")
        assert citation.text("en").endswith(citation.article)
        assert set(citation.to_json("en")["articles"]) == {"ko", "en"}
