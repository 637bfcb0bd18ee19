"""Personal codes: eight signs that are digits without look-alikes or letters that look alike in Latin and Cyrillic."""

ALPHABET = "ABCEHKMPTXY24579"
LENGTH = 8
_TO_LATIN = str.maketrans("\u0410\u0412\u0421\u0415\u041d\u041a\u041c\u0420\u0422\u0425\u0423", "ABCEHKMPTXY")


def spell(number: int) -> str:
    """Write a 32-bit number with the sixteen signs of the alphabet."""
    return "".join(ALPHABET[(number >> shift) & 15] for shift in range(28, -1, -4))


def read_code(text: str) -> str | None:
    """The code a person typed, in Latin: any case, either alphabet, dashes and spaces ignored; None if it is none."""
    code = "".join(text.upper().translate(_TO_LATIN).replace("-", "").split())
    return code if len(code) == LENGTH and all(sign in ALPHABET for sign in code) else None


def printed(code: str) -> str:
    """The code as it stands on a sheet: two groups of four."""
    return f"{code[:4]}-{code[4:]}"
