"""Make the table of municipalities that `keikaku init` reads, from a list of codes, names and readings.

The list is a CSV with the columns lgcode, prefecture, name and kana. English names are romanised after Hepburn without
marks of length; where kana cannot tell (a long vowel that is two words), `_SPELT` says it.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "build"))

from keikaku.iri import check_digit  # noqa: E402 - the path must be set first

TARGET: Final = ROOT / "datapackage/schema/shared/municipalities.csv"
HEADER: Final = ("lgcode", "prefecture", "name", "kana", "name_en", "prefecture_en")
_PREFECTURES: Final = (
    "北海道 ほっかいどう,青森県 あおもりけん,岩手県 いわてけん,宮城県 みやぎけん,秋田県 あきたけん,"
    "山形県 やまがたけん,福島県 ふくしまけん,茨城県 いばらきけん,栃木県 とちぎけん,群馬県 ぐんまけん,"
    "埼玉県 さいたまけん,千葉県 ちばけん,東京都 とうきょうと,神奈川県 かながわけん,新潟県 にいがたけん,"
    "富山県 とやまけん,石川県 いしかわけん,福井県 ふくいけん,山梨県 やまなしけん,長野県 ながのけん,"
    "岐阜県 ぎふけん,静岡県 しずおかけん,愛知県 あいちけん,三重県 みえけん,滋賀県 しがけん,"
    "京都府 きょうとふ,大阪府 おおさかふ,兵庫県 ひょうごけん,奈良県 ならけん,和歌山県 わかやまけん,"
    "鳥取県 とっとりけん,島根県 しまねけん,岡山県 おかやまけん,広島県 ひろしまけん,山口県 やまぐちけん,"
    "徳島県 とくしまけん,香川県 かがわけん,愛媛県 えひめけん,高知県 こうちけん,福岡県 ふくおかけん,"
    "佐賀県 さがけん,長崎県 ながさきけん,熊本県 くまもとけん,大分県 おおいたけん,宮崎県 みやざきけん,"
    "鹿児島県 かごしまけん,沖縄県 おきなわけん"
)
_ROWS: Final = {
    "": "あいうえお", "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの", "h": "はひふへほ",
    "m": "まみむめも", "y": "や ゆ よ", "r": "らりるれろ", "w": "わ   を", "g": "がぎぐげご", "z": "ざじずぜぞ",
    "d": "だぢづでど", "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ",
}  # fmt: skip
_IRREGULAR: Final = {"し": "shi", "ち": "chi", "つ": "tsu", "ふ": "fu", "じ": "ji", "ぢ": "ji", "づ": "zu", "を": "o"}
_SMALL: Final = {"ゃ": "a", "ゅ": "u", "ょ": "o"}
_SUFFIXES: Final = {
    "市": ("し",),
    "区": ("く",),
    "町": ("ちょう", "まち"),
    "村": ("むら", "そん"),
    "県": ("けん",),
    "府": ("ふ",),
    "都": ("と",),
}
_SPELT: Final = {
    "東京都": "Tokyo",
    "広尾町": "Hiroo",
    "滝上町": "Takinoue",
    "豊浦町": "Toyoura",
    "豊丘村": "Toyooka",
    "豊岡市": "Toyooka",
    "山ノ内町": "Yamanouchi",
    "輪之内町": "Wanouchi",
    "新宮市": "Shingu",
    "新宮町": "Shingu",
    "箕面市": "Minoh",
    "琴浦町": "Kotoura",
    "瀬戸内市": "Setouchi",
    "瀬戸内町": "Setouchi",
    "善通寺市": "Zentsuji",
    "山陽小野田市": "Sanyo-Onoda",
    "周防大島町": "Suo-Oshima",
    "豊後大野市": "Bungo-Ono",
    "西之表市": "Nishinoomote",
}


def _syllables() -> dict[str, str]:
    table = {
        kana: consonant + vowel
        for consonant, line in _ROWS.items()
        for kana, vowel in zip(line, "aiueo", strict=False)
        if kana.strip()
    }
    table |= _IRREGULAR
    glides: dict[str, str] = {}
    for kana, sound in table.items():
        if sound.endswith("i") and len(sound) > 1:
            stem = sound[:-1] if sound in {"shi", "chi", "ji"} else f"{sound[:-1]}y"
            glides |= {kana + small: stem + vowel for small, vowel in _SMALL.items()}
    return table | glides


_SYLLABLES: Final = _syllables()


def romanise(kana: str) -> str:
    """Write a word in kana with Latin letters: Hepburn, long vowels short, the first letter large."""
    sounds: list[str] = []
    place, doubled, absorbed = 0, False, False
    while place < len(kana):
        two = kana[place : place + 2]
        piece = two if two in _SYLLABLES else kana[place]
        place += len(piece)
        if piece == "っ":
            doubled = True
            continue
        sound = "n" if piece == "ん" else _SYLLABLES[piece]
        before = sounds[-1] if sounds else ""
        if before == "n" and kana[place - len(piece) - 1] == "ん" and sound[0] in "aiueo":
            sound = f"'{sound}"
        long = (sound in {"o", "u"} and before.endswith("o")) or (
            sound == "u" and before.endswith(("yu", "shu", "chu", "ju"))
        )
        if long and not absorbed:
            absorbed = True
            continue
        absorbed = False
        if doubled:
            sound, doubled = ("t" if sound.startswith("ch") else sound[0]) + sound, False
        sounds.append(sound)
    return "".join(sounds).capitalize()


def english(name: str, kana: str) -> str:
    """Give the English name: without the word for city, town or village; a ward of a city names its city."""
    if name in _SPELT:
        return _SPELT[name]
    if " " in name:
        (city, ward), (city_kana, ward_kana) = name.split(), kana.split()
        return f"{english(ward, ward_kana)}-ku, {english(city, city_kana)}"
    for ending in _SUFFIXES.get(name[-1], ()):
        if kana.endswith(ending) and len(kana) > len(ending):
            return romanise(kana.removesuffix(ending))
    return romanise(kana)


def rows(source: Path) -> list[tuple[str, ...]]:
    """Give the rows of the table: the prefectures among the municipalities, by code."""
    english_of, found = {}, []
    for number, entry in enumerate(_PREFECTURES.split(","), 1):
        name, kana = entry.split()
        english_of[name] = english(name, kana)
        code = f"{number:02d}000"
        whole = english_of[name] if name in {"北海道", "東京都"} else f"{english_of[name]} Prefecture"
        found.append((code + check_digit(code), name, name, kana, whole, english_of[name]))
    with source.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            name, kana = row["name"], row["kana"]
            prefecture = row["prefecture"]
            found.append((row["lgcode"], prefecture, name, kana, english(name, kana), english_of[prefecture]))
    return sorted(found)


def main() -> int:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows(parser.parse_args().source))
    return 0


if __name__ == "__main__":
    sys.exit(main())
