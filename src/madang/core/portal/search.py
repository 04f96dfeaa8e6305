"""Search over the catalogue in any script: grams of two and three letters in tantivy, held in memory.

Titles and summaries count in every language the site and the pack speak, laws in every language they are named in, so
that somebody who reads English finds what an official calls by its Korean name.
"""

from __future__ import annotations

import threading
import unicodedata
from dataclasses import dataclass

import tantivy
from django.conf import settings
from django.utils.translation import gettext, override

from madang.core.portal.life_events import life_event
from madang.core.rules import Benefit, Pack
from madang.core.services.packs import active_pack
from madang.core.systems import System, all_systems

MOST_FOUND = 50
LONGEST_QUERY = 100
TITLE_WEIGHT = 3.0


@dataclass(frozen=True)
class Found:
    """One hit: a benefit (`benefit:name`) or a system (`system:name`)."""

    kind: str
    name: str


class _Index:
    """The index of one pack and one set of systems."""

    def __init__(self, pack: Pack, systems: list[System]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("key", stored=True, tokenizer_name="raw")
        for name in ("title", "text"):
            builder.add_text_field(name, stored=False, tokenizer_name="grams", index_option="freq")
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema)
        grams = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(2, 3, False)).build()
        self.index.register_tokenizer("grams", grams)
        writer = self.index.writer(heap_size=15_000_000, num_threads=1)
        for key, title, text in [*_benefits(pack), *_systems(pack, systems)]:
            writer.add_document(tantivy.Document(key=[key], title=[_folded(title)], text=[_folded(text)]))
        writer.commit()
        self.index.reload()

    def find(self, words: str) -> list[Found]:
        """Hits with every gram of every word; failing that, with as many of them as possible."""
        grams = _grams(words)
        if not grams:
            return []
        searcher = self.index.searcher()
        for occur in (tantivy.Occur.Must, tantivy.Occur.Should):
            query = tantivy.Query.boolean_query([(occur, self._either(gram)) for gram in grams])
            hits = searcher.search(query, MOST_FOUND).hits
            if hits:
                best = hits[0][0]
                kept = [address for score, address in hits if occur == tantivy.Occur.Must or score >= best / 2]
                keys = [searcher.doc(address)["key"][0].partition(":") for address in kept]
                return [Found(kind, name) for kind, _colon, name in keys]
        return []

    def _either(self, gram: str) -> tantivy.Query:
        title = tantivy.Query.term_query(self.schema, "title", gram, "freq")
        text = tantivy.Query.term_query(self.schema, "text", gram, "freq")
        return tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, tantivy.Query.boost_query(title, TITLE_WEIGHT)),
                (tantivy.Occur.Should, text),
            ]
        )


def _folded(text: str) -> str:
    """Letters that people take for the same: compatibility forms and case."""
    return unicodedata.normalize("NFKC", text).casefold()


def _grams(words: str) -> list[str]:
    """The two- and three-letter grams of each word; a single letter finds nothing by itself."""
    found: dict[str, None] = {}
    for word in _folded(words[:LONGEST_QUERY]).split():
        longest = min(3, len(word))
        if longest > 1:
            for start in range(len(word) - longest + 1):
                found[word[start : start + longest]] = None
    return list(found)


def _languages(pack: Pack) -> list[str]:
    return list(dict.fromkeys([*(code for code, _name in settings.LANGUAGES), *pack.languages]))


def _in_all(pack: Pack, *messages: str) -> str:
    """These texts in every language."""
    said = []
    for language in _languages(pack):
        with override(language):
            said += [gettext(message) for message in messages if message]
    return " \n ".join(dict.fromkeys(said))


def _benefits(pack: Pack) -> list[tuple[str, str, str]]:
    return [(f"benefit:{one.name}", _in_all(pack, one.title), _text(pack, one)) for one in pack.benefits]


def _text(pack: Pack, benefit: Benefit) -> str:
    """Everything that may lead somebody to a benefit: summary, conditions, parts, laws, life events."""
    messages = [benefit.summary, *(condition.says for condition in benefit.all_conditions())]
    messages += [part.says for part in benefit.parts]
    laws = [title for parameter in benefit.parameters for line in parameter.lines if line.source
            for title in line.source.law.title.values()]  # fmt: skip
    laws += [*benefit.law.title.values(), benefit.law.number]
    events = []
    for language in _languages(pack):
        with override(language):
            events += [life_event(code).title for code in benefit.life_events]
    return " \n ".join([_in_all(pack, *messages), *dict.fromkeys(laws), *events, benefit.name.replace("-", " ")])


def _systems(pack: Pack, systems: list[System]) -> list[tuple[str, str, str]]:
    found = []
    for system in systems:
        title, text = [], []
        for language in _languages(pack):
            with override(language):
                title.append(str(system.title))
                text.append(str(system.summary))
        found.append((f"system:{system.name}", " \n ".join(title), " \n ".join([*text, *system.standard])))
    return found


_lock = threading.Lock()
_built: dict[tuple[int, tuple[str, ...]], _Index] = {}


def search(words: str) -> list[Found]:
    """The services that answer these words, the best first. The index is built once for each pack in use."""
    pack, systems = active_pack(), all_systems()
    key = (id(pack), tuple(system.name for system in systems))
    with _lock:
        if key not in _built:
            _built.clear()
            _built[key] = _Index(pack, systems)
    return _built[key].find(words)
