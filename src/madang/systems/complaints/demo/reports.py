"""What people of the demo town report. Nobody real wrote any of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sample:
    """One report. days: how long ago. then: what the office did (accepted, answered, closed); empty: nothing yet."""

    words: str
    address: str
    lat: float | None
    lon: float | None
    days: int
    then: str = ""
    said: str = ""


FLOOD = tuple(
    Sample(words, "해운대로 570, 해운대역 앞", 35.16300 + 0.00012 * (n % 4), 129.15850 + 0.00015 * (n // 4), 1)
    for n, words in enumerate(
        (
            "해운대역 앞 도로가 침수되어 차가 지나갈 수 없어요.",
            "역 앞 횡단보도에 물이 차서 무릎까지 옵니다. 침수 조심하세요.",
            "비 온 지 한 시간 만에 해운대역 앞이 물에 잠겼습니다.",
            "해운대로 570 앞 침수. 상가 안으로 물이 들어오고 있어요!",
            "The road in front of Haeundae station is under water, buses cannot stop.",
            "해운대역 3번 출구 앞 침수로 유모차가 못 지나갑니다.",
            "역 앞 도로 침수, 배수구에서 물이 거꾸로 올라와요.",
            "Jalan di depan stasiun Haeundae banjir, air setinggi lutut.",
            "해운대역 앞 또 침수입니다. 작년에도 같은 자리였어요.",
            "지하상가 입구까지 물이 차오릅니다. 침수 빨리 막아 주세요.",
            "해운대역 앞 도로가 물에 잠겨 아이들 등교가 어렵습니다.",
            "침수된 도로에 차 두 대가 멈춰 있습니다. 해운대역 앞입니다.",
        )
    )
)

OTHERS = (
    Sample("해운대로 우리은행 앞 가로등이 사흘째 꺼져 있어서 밤에 너무 어둡습니다.", "해운대로 620", 35.1652, 129.1631, 3, "answered", "어제 저녁 전구를 교체했습니다. 지금은 정상적으로 켜집니다."),
    Sample("중동 골목 보안등이 깜빡거려요.", "중동2로 11", 35.1628, 129.1668, 2, "accepted", "이번 주 금요일에 교체하겠습니다."),
    Sample("Street lamp near the library has been dark since Sunday.", "Yangun-ro 183", 35.1744, 129.1725, 4),
    Sample("좌동 교차로 우회전 차로에 포트홀이 크게 났습니다. 오토바이가 넘어질 뻔했어요.", "좌동순환로 99", 35.1706, 129.1770, 12),
    Sample("There is a deep pothole on the way to Songjeong beach.", "Songjeong-ro 40", 35.1788, 129.1990, 6, "accepted", "It will be filled by Thursday."),
    Sample("점자블록이 깨져서 시각장애인 어머니가 걸려 넘어지셨습니다.", "센텀중앙로 79", 35.1731, 129.1304, 30),
    Sample("센텀시티역 앞 보도블록이 들떠 비 오면 물이 튀어요.", "센텀남대로 35", 35.1689, 129.1315, 9, "accepted", "다음 주 보수 구간에 넣었습니다."),
    Sample("송정 해수욕장 입구에 쓰레기 봉투가 산처럼 쌓였어요.", "송정해변로 62", 35.1786, 129.2003, 2, "answered", "오늘 아침 모두 치웠고 무단투기 경고판을 세웠습니다."),
    Sample("누가 우동 공터에 냉장고를 무단투기했습니다.", "우동1로 38", 35.1637, 129.1465, 8),
    Sample("Banyak sampah di tangga dekat pasar, baunya menyengat.", "Pasar Haeundae", 35.1617, 129.1620, 5, "answered", "Sudah kami bersihkan pagi ini. Petugas akan memeriksa setiap hari."),
    Sample("가로수 나뭇가지가 신호등을 가립니다.", "대천로 103", 35.1722, 129.1790, 7),
    Sample("대천공원 놀이터 그네 줄이 끊어질 것 같아요. 아이들이 위험합니다.", "대천공원", 35.1765, 129.1822, 1, "accepted", "오늘 사용을 막고 내일 교체합니다."),
    Sample("139번 버스가 정류장에 서지 않고 그냥 지나갔습니다. 비 오는데 20분을 더 기다렸어요.", "해운대도시철도역 정류장", 35.1634, 129.1587, 4, "answered", "운전자와 면담했고 정류장 무정차 교육을 했습니다. 불편을 드려 죄송합니다."),
    Sample("The bus stop at Jangsan has no roof any more.", "Jangsan station", 35.1700, 129.1769, 20),
    Sample("장산역 앞 횡단보도 신호등이 아예 안 켜집니다. 차들이 그냥 지나가요.", "장산역 사거리", 35.1697, 129.1763, 1, "answered", "한 시간 만에 제어기를 교체했습니다."),
    Sample("초등학교 앞 횡단보도 신호가 너무 짧아 아이들이 뛰어야 합니다.", "좌동로 91", 35.1681, 129.1748, 15),
    Sample("소방서 앞 불법주차 때문에 소방차가 늦게 나갔어요.", "마린시티1로 127", 35.1560, 129.1436, 6, "closed", "단속 카메라를 설치했고 이번 주부터 과태료를 매깁니다."),
    Sample("밤 열두 시가 넘도록 공사장 소음이 심합니다. 아기가 잠을 못 자요.", "우동3로 20", 35.1610, 129.1500, 3, "accepted", "오늘 밤 현장에 나가 소음을 재겠습니다."),
    Sample("Loud karaoke every night until three, nobody can sleep.", "Gunam-ro 41", 35.1600, 129.1605, 18),
    Sample("배수구에 낙엽이 막혀 비만 오면 물이 고입니다.", "재반로 63", 35.1867, 129.1260, 5, "closed", "배수구 열두 곳을 청소했습니다."),
    Sample("Selokan di depan sekolah tersumbat dan berbau.", "Banyeo-ro 120", 35.1980, 129.1280, 10),
    Sample("구청 3층 창구에서 서류를 세 번이나 다시 가져오라고 했습니다. 공무원이 매번 다른 말을 해요.", "해운대구청", 35.1631, 129.1636, 25),
    Sample("Petugas parkir meminta pungli dua kali lipat dari tarif resmi.", "Haeundae Beach", 35.1589, 129.1603, 70),
    Sample("이상한 냄새가 며칠째 납니다. 어디에 말해야 할지 모르겠어요. 연락처는 010-2345-6789입니다.", "반여동", None, None, 2),
)  # fmt: skip
