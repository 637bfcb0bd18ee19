"""Russian names, class titles and mobile phones: how they are compared, read and shown."""

import re
import unicodedata
from typing import NamedTuple

import phonenumbers

_HYPHENS = re.compile(r"\s*[-\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]\s*")
_USUAL_NAME = re.compile("[А-Яа-яЁё]+(?: [А-Яа-яЁё]+)*")
_INVISIBLE = re.compile(r"[\u00AD\u200B-\u200F\u2060\uFEFF]")


def normal_name(text: str) -> str:
    """Return the form in which two names are compared; never the form that is shown."""
    if _USUAL_NAME.fullmatch(text):
        return text.lower().replace("ё", "е")
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    folded = unicodedata.normalize("NFC", visible.casefold()).replace("ё", "е")
    return _HYPHENS.sub("-", " ".join(folded.split()))


def full_name(family: str, given: str, patronymic: str = "") -> str:
    """Return «Петров Сергей Олегович»; parts that are empty leave no gap."""
    return " ".join(part for part in (family, given, patronymic) if part)


def short_name(family: str, given: str, patronymic: str = "") -> str:
    """Return «Петров С. О.»; a person without a family name is shown by the given name."""
    if not family:
        return given
    return " ".join([family, *(f"{part[0]}." for part in (given, patronymic) if part)])


# --- Class titles ---------------------------------------------------------------------------------------------------

MAX_PARALLEL = 12
# Lower-case Latin letters are listed only where they look like a Cyrillic one: «5b» may mean Б as well as В.
_TO_CYRILLIC = str.maketrans("ABEKMHOPCTYXaceopxyk", "АВЕКМНОРСТУХасеорхук")
_QUOTES = "«»\"'„“”‘’"
_CLASS_TITLE = re.compile(
    rf"(?P<parallel>\d{{1,2}})\s*-?\s*[{_QUOTES}]{{0,2}}\s*(?P<letter>(?!кл\b|класс)[А-ЯЁ]{{0,3}}\d?)\s*[{_QUOTES}]{{0,2}}"
    r"\s*(?:класс|кл\.?)?\s*(?:\(.*\))?",
    re.IGNORECASE,
)


def in_cyrillic(text: str) -> str:
    """The text with every Latin letter that looks like a Cyrillic one taken for that: a keyboard left in Latin."""
    return text.translate(_TO_CYRILLIC)


class ClassTitle(NamedTuple):
    """A class title taken apart: «5А» is parallel 5, letter «А»."""

    parallel: int
    letter: str
    title: str

    @property
    def sort_key(self) -> tuple[int, str]:
        """Orders by number, then letter: 5А, 5Б, 10А; Ё stands right after Е."""
        return self.parallel, self.letter.replace("Ё", "Е\uffff")


def parse_class_title(text: str) -> ClassTitle | None:
    """Read «5-А», «5 "а"», «5A» in Latin, «10А (физ.-мат.)», «11 класс»; None for other shapes or a number over 12."""
    plain = _HYPHENS.sub("-", unicodedata.normalize("NFKC", text)).translate(_TO_CYRILLIC).strip()
    match = _CLASS_TITLE.fullmatch(plain)
    if match is None or int(match["parallel"]) > MAX_PARALLEL:
        return None
    parallel, letter = int(match["parallel"]), match["letter"].upper()
    return ClassTitle(parallel, letter, f"{parallel}{letter}")


def is_same_class(one: str, other: str) -> bool:
    """Whether two titles mean the same class: «8А», «8-а», «8 "А"» and «8A» in Latin do."""
    return _class_in_full(one) == _class_in_full(other)


def search_words(text: str) -> list[str]:
    """The words that a title has to contain to be found; a class may be typed in Latin letters."""
    found = [(word, parse_class_title(word)) for word in text.split()]
    return normal_name(" ".join(parsed.title if parsed else word for word, parsed in found)).split()


def _class_in_full(text: str) -> str:
    parsed = parse_class_title(text)
    return normal_name(parsed.title if parsed else text).replace(" ", "")


def class_sort_key(title: str) -> tuple[int, str]:
    """Order class titles as a school does; titles of an unknown shape come last, by alphabet."""
    parsed = parse_class_title(title)
    return parsed.sort_key if parsed else (MAX_PARALLEL + 1, normal_name(title))


# --- Phones ---------------------------------------------------------------------------------------------------------

_GAP = r"[ \u00A0-]{0,3}"
# 930 is left to the library: it has holes there.
_USUAL_MOBILE = re.compile(rf"(?:\+?7|8)?{_GAP}\(?(9(?!30)\d\d)\)?{_GAP}(\d{{3}}){_GAP}(\d\d){_GAP}(\d\d)", re.ASCII)
_EXCEL_NUMBER = re.compile(r"(\d{10,11})\.0+", re.ASCII)
_LONGEST_CELL = 200


def mobile_phones(text: str) -> tuple[str, ...]:
    """Return every Russian mobile number of a cell in E.164, in order, without repeats.

    Landlines, toll-free and foreign numbers (also Kazakhstan's +7 7xx) and numbers with an extension are left out.
    """
    text = _without_excel_tail(text)
    usual = _USUAL_MOBILE.fullmatch(text)
    if usual:
        return ("+7" + "".join(usual.groups()),)
    found = phonenumbers.PhoneNumberMatcher(text[:_LONGEST_CELL], "RU")
    return tuple(dict.fromkeys(_e164(match.number) for match in found if _is_russian_mobile(match.number)))


def mobile_phone(text: str) -> str | None:
    """Return the first Russian mobile number of a text in E.164, or None."""
    return next(iter(mobile_phones(text)), None)


def masked_phone(phone: str) -> str:
    """Show an E.164 number so that its owner recognises it and nobody else can dial it: «+7 912 ···-··-89»."""
    return f"{phone[:2]} {phone[2:5]} ···-··-{phone[-2:]}"


def _without_excel_tail(text: str) -> str:
    number = _EXCEL_NUMBER.fullmatch(text.strip())
    return number[1] if number else text.strip()


def _is_russian_mobile(number: phonenumbers.PhoneNumber) -> bool:
    return (
        not number.extension
        and phonenumbers.region_code_for_number(number) == "RU"
        and phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
    )


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
