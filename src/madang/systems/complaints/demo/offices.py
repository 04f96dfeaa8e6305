"""The offices that answer, what for and where; and the words they often need."""

from __future__ import annotations

from typing import Any

from madang.core.people.models import Organisation
from madang.systems.complaints.models import AnswerTemplate, Area, Category
from madang.systems.complaints.models.report import OMBUDSMAN
from madang.systems.complaints.services import OWNER

# code: titles in English, Korean, Indonesian
OFFICES = {
    OWNER: ("Complaints Centre", "민원신고센터", "Pusat Pengaduan"),
    OMBUDSMAN: ("Ombudsman", "옴부즈만", "Ombudsman"),
    "haeundae-roads": ("Haeundae Roads Division", "해운대구 건설과", "Divisi Jalan Haeundae"),
    "haeundae-cleaning": ("Haeundae Cleaning Division", "해운대구 자원순환과", "Divisi Kebersihan Haeundae"),
    "haeundae-parks": ("Haeundae Parks Division", "해운대구 산림녹지과", "Divisi Taman Haeundae"),
    "busan-water": ("Busan Water and Drains", "부산시 물관리과", "Air dan Drainase Busan"),
    "busan-transport": ("Busan Transport Bureau", "부산시 교통국", "Biro Transportasi Busan"),
}
LOCAL = "haeundae"
MUNICIPALITY = "municipality-26350"  # Haeundae-gu in the demo town
STATE = "state"

# code: group, severity, office, names, keywords
CATEGORIES: dict[str, tuple[str, int, str, tuple[str, str, str], tuple[str, ...]]] = {
    "street-lamp": ("roads", 5, "haeundae-roads", ("Street lamp", "가로등", "Lampu jalan"), ("가로등", "보안등", "lamp", "street light", "lampu jalan", "penerangan")),
    "pothole": ("roads", 5, "haeundae-roads", ("Pothole or damaged road", "포트홀·도로 파손", "Jalan berlubang"), ("포트홀", "도로 파손", "움푹", "pothole", "hole in the road", "jalan berlubang", "lubang")),
    "pavement": ("roads", 14, "haeundae-roads", ("Pavement", "보도·점자블록", "Trotoar"), ("보도블록", "점자블록", "인도가", "pavement", "sidewalk", "trotoar")),
    "flood": ("water", 2, "busan-water", ("Flood", "침수", "Banjir"), ("침수", "물에 잠", "물이 차", "flood", "under water", "banjir", "tergenang")),
    "drain": ("water", 5, "busan-water", ("Blocked drain", "막힌 배수구", "Saluran tersumbat"), ("배수구", "하수구", "맨홀", "drain", "sewer", "saluran", "selokan")),
    "waste": ("waste", 5, "haeundae-cleaning", ("Dumped waste", "쓰레기 무단투기", "Sampah liar"), ("쓰레기", "무단투기", "rubbish", "dumped", "garbage", "sampah")),
    "tree": ("nature", 14, "haeundae-parks", ("Tree or park", "가로수·공원", "Pohon atau taman"), ("가로수", "나뭇가지", "공원", "놀이터", "tree", "park", "playground", "pohon", "taman")),
    "bus": ("transport", 14, "busan-transport", ("Bus", "버스", "Bus"), ("버스", "정류장", "bus", "halte")),
    "signal": ("transport", 2, "busan-transport", ("Traffic signal", "신호등", "Lampu lalu lintas"), ("신호등", "횡단보도", "traffic light", "signal", "crossing", "lampu merah")),
    "parking": ("transport", 5, "busan-transport", ("Illegal parking", "불법 주정차", "Parkir liar"), ("불법주차", "주정차", "주차", "parking", "parked", "parkir")),
    "noise": ("noise", 14, "haeundae-cleaning", ("Noise", "소음", "Kebisingan"), ("소음", "시끄러", "noise", "loud", "bising", "berisik")),
    "office": ("offices", 60, OWNER, ("Conduct of an office", "관공서 처리 불만", "Pelayanan kantor"), ("공무원", "불친절", "늑장", "official", "bribe", "petugas", "pungli")),
}  # fmt: skip

# Drawn by hand for the demo, roughly: longitude first.
DISTRICT = [[129.118, 35.155], [129.205, 35.155], [129.215, 35.215], [129.125, 35.215], [129.118, 35.155]]
CITY = [[128.95, 35.05], [129.25, 35.05], [129.25, 35.30], [128.95, 35.30], [128.95, 35.05]]
AREAS: tuple[tuple[str, str, list[list[float]], list[str]], ...] = (
    ("haeundae-roads", "Haeundae-gu", DISTRICT, ["roads"]),
    ("haeundae-cleaning", "Haeundae-gu", DISTRICT, ["waste", "noise"]),
    ("haeundae-parks", "Haeundae-gu", DISTRICT, ["nature"]),
    ("busan-water", "Busan", CITY, ["water"]),
    ("busan-transport", "Busan", CITY, ["transport"]),
)

TEMPLATES = (
    ("", "ko", "현장 확인 후 조치", "신고해 주셔서 감사합니다. {day}에 현장을 확인했고 조치를 마쳤습니다. 같은 문제가 다시 생기면 신고 {tracking}에서 다시 열어 주세요."),
    ("", "ko", "다른 기관 소관 안내", "신고하신 내용은 다른 기관 담당이어서 저희가 직접 전달했습니다. 다시 신고하실 필요가 없습니다."),
    ("", "en", "Seen and mended", "Thank you for report {tracking}. We were there on {day} and mended it. If it happens again, open the report again."),
    ("", "id", "Sudah diperbaiki", "Terima kasih atas laporan {tracking}. Kami datang pada {day} dan sudah memperbaikinya. Jika terjadi lagi, buka kembali laporan ini."),
    ("water", "ko", "침수 조치", "{day} 배수펌프를 가동하고 배수구를 청소했습니다. 비가 더 오는 동안 하루 두 번 점검합니다."),
)  # fmt: skip


def load_offices() -> dict[str, Organisation]:
    """Offices, categories, areas and templates; those that are there stay as they are."""
    state = Organisation.objects.filter(code=STATE).first()
    municipality = Organisation.objects.filter(code=MUNICIPALITY).first() or state
    offices = {}
    for code, (english, korean, indonesian) in OFFICES.items():
        parent = municipality if code.startswith(LOCAL) else state
        values: dict[str, Any] = {"titles": {"en": english, "ko": korean, "id": indonesian}, "parent": parent}
        office, made = Organisation.objects.get_or_create(code=code, defaults=values)
        if not made and office.parent is None and parent is not None:  # the centre makes itself with the first report
            office.parent = parent
            office.save(update_fields=["parent"])
        offices[code] = office
    for code, (group, severity, office, names, keywords) in CATEGORIES.items():
        values = {
            "names": dict(zip(("en", "ko", "id"), names, strict=True)),
            "group": group,
            "severity": severity,
            "organisation": offices[office],
            "keywords": list(keywords),
        }
        Category.objects.get_or_create(code=code, defaults=values)
    for code, name, ring, groups in AREAS:
        values = {"geometry": {"type": "Polygon", "coordinates": [ring]}, "groups": groups}
        Area.objects.get_or_create(organisation=offices[code], name=name, defaults=values)
    for group, language, title, words in TEMPLATES:
        AnswerTemplate.objects.get_or_create(group=group, language=language, title=title, defaults={"words": words})
    return offices
