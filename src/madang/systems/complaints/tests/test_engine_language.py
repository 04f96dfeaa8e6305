"""The language of a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.systems.complaints.engine.language import LANGUAGES, detect

#: One sentence of a report in each official language of the ten ASEAN countries, Korean, Uzbek, Azerbaijani and Kazakh.
SENTENCES = {
    "ms": "Longkang di hadapan rumah saya tersumbat dan air melimpah ke jalan setiap kali hujan lebat.",
    "id": "Lampu jalan di depan sekolah sudah mati sejak minggu lalu, tolong segera diperbaiki.",
    "km": "ភ្លើងបំភ្លឺផ្លូវនៅមុខសាលារៀនបានខូចតាំងពីសប្តាហ៍មុន សូមជួសជុល។",
    "lo": "ໄຟຖະໜົນຢູ່ໜ້າໂຮງຮຽນເສຍຕັ້ງແຕ່ອາທິດແລ້ວ ກະລຸນາສ້ອມແປງ",
    "my": "ကျောင်းရှေ့က လမ်းမီးတွေ ပြီးခဲ့တဲ့အပတ်ကတည်းက ပျက်နေပါတယ်။",
    "tl": "May malaking butas sa kalsada sa harap ng palengke, delikado po sa mga motorista.",
    "en": "There is a large pothole in front of the market and two motorcycles fell there yesterday.",
    "zh": "学校门口的路灯从上周开始就坏了，请尽快派人来修理。",
    "ta": "பள்ளியின் முன் உள்ள தெருவிளக்கு கடந்த வாரம் முதல் எரியவில்லை.",
    "th": "ไฟถนนหน้าโรงเรียนดับมาตั้งแต่สัปดาห์ที่แล้ว ช่วยซ่อมด้วยครับ",
    "vi": "Đèn đường trước cổng trường đã hỏng từ tuần trước, đề nghị sửa chữa sớm.",
    "ko": "학교 앞 가로등이 지난주부터 꺼져 있어 밤길이 위험합니다.",
    "uz": "Maktab oldidagi ko'cha chirog'i o'tgan haftadan beri yonmayapti, iltimos tuzatib bering.",
    "az": "Məktəbin qarşısındakı küçə işığı keçən həftədən yanmır, xahiş edirik təmir edəsiniz.",
    "kk": "Мектептің алдындағы көше шамы өткен аптадан бері жанбайды, жөндеп беріңіздерші.",
}


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_is_told_by_its_language(code):
    found = detect(SENTENCES[code])
    assert found.code == code
    assert found.confidence > 0.6


def test_uzbek_is_told_in_both_its_scripts():
    assert detect("Кўча чироғи ишламаяпти, болалар қоронғуда юради").code == "uz"


def test_a_latin_name_does_not_hide_the_script_around_it():
    assert detect("BTS Saphan Taksin ทางเท้าพังมาก เดินไม่ได้เลย").code == "th"


@pytest.mark.parametrize("text", ["", "   ", "112 / 7", "👍👍", "???"])
def test_a_text_without_letters_has_no_language(text):
    assert detect(text).code == "und"


@given(st.text(max_size=80))
def test_it_never_fails_and_never_names_another_language(text):
    found = detect(text)
    assert found.code in {*LANGUAGES, "und"}
    assert 0 <= found.confidence <= 1
