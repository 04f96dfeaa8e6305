"""The language of a text: by its script where that settles it, else by py3langid's model.

Supported are the official languages of the ten ASEAN countries, Korean, Uzbek, Azerbaijani and Kazakh, and beside them those that
reports in these countries are also written in: Russian and Japanese. Codes are ISO 639-1.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

#: Scripts that one supported language is written in.
OWN_SCRIPT = {
    "HANGUL": "ko",
    "THAI": "th",
    "LAO": "lo",
    "KHMER": "km",
    "MYANMAR": "my",
    "TAMIL": "ta",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
}

#: Languages that share a script and are told apart by the model.
SHARED_SCRIPT = {"LATIN": ("en", "id", "ms", "tl", "vi", "uz", "az"), "CYRILLIC": ("kk", "ru", "uz")}

LANGUAGES = tuple(dict.fromkeys([*OWN_SCRIPT.values(), *(code for codes in SHARED_SCRIPT.values() for code in codes)]))


@dataclass(frozen=True)
class Language:
    """code: ISO 639-1, or `und` (ISO 639-2: undetermined) for a text without letters of a known script.

    confidence: 0 to 1; short or mixed texts have little.
    """

    code: str
    confidence: float


UNKNOWN = Language("und", 0.0)

#: Letters that only one of the languages of its script has.
_ONLY = {
    "vi": "ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
    "az": "əığş",
    "kk": "әіңөүұһ",
}
_ONLY_UZBEK = ("oʻ", "gʻ", "o‘", "g‘", "oʼ", "gʼ", "o'", "g'", "ў", "ҳ")

#: Indonesian and Malay spell the same word in two ways, or use two words: parts of words that only one of them has.
_INDONESIAN = re.compile(
    r"bahwa|karena|berbeda|\bbeda|\bbisa\b|\bcoba|butuh|\bkantor|\bmobil|\buang\b|itas\b|itasnya\b|informasi|internasional|pengadilan"
    r"|rumah sakit|\bdokter|\bpolisi|\btruk\b|sepeda|jalan tol|trotoar|\bgot\b|selokan|lalu lintas|listrik|\bminggu\b|senin|selasa\b"
    r"|\bkamis|\bjumat|\bmaret|agustus|\bjuni\b|\bjuli\b|desember|kemarin|\bbesok|\bsore\b|\bkapan|paham|gratis|\btoko\b|pabrik|perusahaan"
    r"|karyawan|wisata|paspor\b|\bkartu|\bnomor|\bpajak|gubernur|walikota|wali kota|kabupaten|kecamatan|kelurahan|propinsi|provinsi"
    r"|\bgedung|parkir|rusak|kecelakaan|tabrak|pemadam|\bpohon|limbah|jembatan|\bnggak|\bgak\b|banget|\bsaja\b|maupun"
    r"|\bjadwal|\bresmi\b|kebutuhan|pengaduan|keluhan|\blapor|laki-laki|\bistri\b|\bnikah|pernikahan|perkawinan|proyek|kebijakan|bensin"
    r"|\bban\b|\brem\b|telepon|ponsel|\bfoto|unduh|siswa|hendaknya|siapa pun|siapapun|seorang pun|perserikatan|sehat|kesehatan"
    r"|perawatan|serikat|istirahat|liburan|pengakuan|hukum\b|\bsudah\b|\bbapak|\bwarga\b|\bdinas\b|\bgimana"
    r"|jalanan|\bmohon\b|perbaiki|\bkarir"
)
_MALAYSIAN = re.compile(
    r"bahawa|kerana|berbeza|\bbeza|\bcuba\b|pejabat|\bwang\b|iti\b|maklumat|antarabangsa|mahkamah|\bdoktor|\bpolis\b|\blori\b"
    r"|basikal|lebuhraya|longkang|elektrik|\bbilik|isnin|khamis|jumaat|\bahad\b|\bmac\b|\bogos|\bjun\b|\bjulai|disember|\besok|petang"
    r"|faham|percuma|kedai|kilang|syarikat|pelancong|pasport|\bkad\b|nombor|cukai|gabenor|datuk bandar|\bmukim|\blif\b"
    r"|letak kereta|rosak|kemalangan|mangsa|bomba|\bpokok\b|\bdahan|jambatan|sahaja|mahupun|ialah|jadual|\brasmi"
    r"|keperluan|perkhidmatan|aduan\b|\bisteri|perkahwinan|berkahwin|projek|petrol|\btayar|\bbrek|telefon|hendaklah|sesiapa"
    r"|pertubuhan|sihat|kesihatan|rawatan|\brehat|iktiraf"
    r"|\bencik|\bpuan\b|baiki\b|dibaiki|hadapan|tersumbat|\btolonglah|\bmajlis"
    r"|kebajikan|\bdenggi|setiap kali|\bmahu\b|\bbekalan"
)


def detect(text: str) -> Language:
    """The language most of the text is written in. Never fails; a text without letters is `und`."""
    letters = [letter for letter in unicodedata.normalize("NFC", text).lower() if letter.isalpha()]
    scripts = Counter(_script(letter) for letter in letters)
    scripts = Counter({name: n for name, n in scripts.items() if name in OWN_SCRIPT or name in SHARED_SCRIPT})
    if not scripts:
        return UNKNOWN
    japanese = scripts["HIRAGANA"] + scripts["KATAKANA"]
    if japanese and scripts["CJK"]:
        scripts["HIRAGANA"] = scripts.pop("CJK") + japanese
    # Latin names and numbers stand in every text; a script of its own says more about its writer.
    weights = {name: n * (0.5 if name == "LATIN" else 1.0) for name, n in scripts.items() if n}
    script = max(weights, key=lambda name: weights[name])
    share = weights[script] / sum(weights.values())
    if script in OWN_SCRIPT:
        return Language(OWN_SCRIPT[script], round(share, 4))
    code, sure = _told_apart(text, script)
    return Language(code, round(share * sure, 4))


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _told_apart(text: str, script: str) -> tuple[str, float]:
    """Which of the languages of a shared script, and how sure."""
    lowered = unicodedata.normalize("NFC", text).lower()
    probabilities = dict(_model().rank(lowered))
    mine = {code: probabilities.get(code, 0.0) + 1e-9 for code in SHARED_SCRIPT[script]}
    for code, own in _ONLY.items():
        if code in mine:
            mine[code] *= 1 + 20 * sum(lowered.count(letter) for letter in own)
    if "uz" in mine:
        mine["uz"] *= 1 + 5 * sum(lowered.count(letter) for letter in _ONLY_UZBEK)
    if "ms" in mine:
        told = len(_INDONESIAN.findall(lowered)) - len(_MALAYSIAN.findall(lowered))
        mine["id"] *= 3.0 ** max(0, told)
        mine["ms"] *= 3.0 ** max(0, -told)
    best = max(mine, key=lambda code: mine[code])
    return best, mine[best] / sum(mine.values())


@lru_cache(maxsize=1)
def _model() -> LanguageIdentifier:
    """The model, loaded at first use (a second) and kept."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages(sorted({code for codes in SHARED_SCRIPT.values() for code in codes}))
    return model
