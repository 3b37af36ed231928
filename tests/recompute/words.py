"""Japanese words such as "about" and "at least", which a figure may carry only if its exact value makes them true."""
from fractions import Fraction
from math import ceil, floor

PERCENT = {"zenin": lambda v: v == 100, "maikai": lambda v: v == 100, "manseki": lambda v: v >= 100, "hansu-ijo": lambda v: v >= 50,
           "kahansu": lambda v: v > 50, "yaku-hansu-ijo": lambda v: 50 <= v < 55}


def entails(approximately, value, others):
    """Whether the exact value justifies the word. A range justifies none. `others` are the values that a record must exceed."""
    word, grain = approximately["word"], Fraction(approximately["grain"])
    if value.low != value.high:
        return False
    v = value.low
    if word in PERCENT:
        return PERCENT[word](v)
    if word == "fukusu":
        return v >= 2
    if word == "kako-saita":
        others = list(others)
        return bool(others) and all(other is not None and v > other for other in others)
    printed = printed_as(word, v / grain) * grain
    if printed == 0 and v != 0:
        return False
    if word in ("zengo", "kyo", "jaku"):
        return abs(v - printed) <= abs(printed) / 10
    return word != "yaku-ijo" or printed == printed_as("yaku", v / grain) * grain


def printed_as(word, steps):
    """The step that is printed."""
    if word in ("ijo", "nado", "kyo", "yaku-ijo"):
        return floor(steps)
    if word == "koe":
        return ceil(steps) - 1
    if word in ("inai", "jaku"):
        return ceil(steps)
    return floor(steps + Fraction(1, 2)) if steps >= 0 else ceil(steps - Fraction(1, 2))
