#!/usr/bin/env python3
"""Recomputes the figures of initiatives from their exported entries alone, and compares them with the exported figures.

    recompute.py ENTRIES.csv FIGURES.csv [ENTRIES.csv FIGURES.csv ...]

ENTRIES.csv is entries.csv of all days and kinds, FIGURES.csv is figures.csv of any period; both in any language. Of the figures, only what they are held
against is read: which there are, their status and exact value, and the period and day for which they were asked. Only the columns for programs are read,
whose names have a dot. Needs Python 3.9 and nothing else. Prints a line for each figure that differs, then how many agree. Exits with 0 if all do, 1 if
one does not, 2 if a file cannot be read.

Written from the guide (the page "How a figure is computed"), not from the program's code; simple rather than fast. Numbers are exact.
Not recomputed: targets and comparisons beside a value, other versions of a definition beside it, and whether its printed unit names what it counts.
"""
import csv
import sys
from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction

from log import EVER, Days, Log, Unreadable
from measures import Measures, Value
from units import mixes_units
from words import entails


def read(path):
    """The rows of a file, with the columns for programs only. A text that a spreadsheet would take for a formula has an apostrophe before it."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {name: bare(cell) for name, cell in row.items() if "." in name}


def bare(cell):
    return cell[1:] if cell.startswith("'") and cell.lstrip("'")[:1] in tuple("=+-@") else cell


def nodes(definition):
    """Every part of a definition that is an object."""
    if isinstance(definition, dict):
        yield definition
        for value in definition.values():
            yield from nodes(value)
    elif isinstance(definition, list):
        for value in definition:
            yield from nodes(value)


def reads_what_happens(formula):
    """Not only plans and declared values: of days to come there is nothing yet."""
    if any(n.get("op") == "running" for n in nodes(formula)):
        return True
    return any(n.get("op") not in (None, "latest") and any(s["kind"] != "session_planned" for s in selections(n)) for n in nodes(formula))


def selections(node):
    """What a measure selects itself, also within `who`, but not what the measures within it select."""
    if isinstance(node, list):
        return [s for value in node for s in selections(value)]
    if not isinstance(node, dict):
        return []
    own = [node] if "kind" in node else []
    return own + [s for value in node.values() if not (isinstance(value, dict) and "op" in value) for s in selections(value)]


def days_of(when, period, log):
    """The days that count; None where nothing opened the window."""
    if when is None:
        return period
    if "month" in when:
        first = date.fromisoformat(when["month"] + "-01")
        return Days(first, first.replace(day=monthrange(first.year, first.month)[1]))
    if "since" in when:
        opening = log.select(when["since"], Days(EVER, date.max))
        first = log.day(opening[0]) if opening else None
        return first and Days(first, first + timedelta(when["forDays"] - 1))
    return Days(date.fromisoformat(when["from"]) if "from" in when else EVER, date.fromisoformat(when["to"]) if "to" in when else period.last)


def compute(log, definition, period, asked):
    """A figure: its value, and the day up to which it is one so far."""
    formula, percent = definition["formula"], definition["show"]["percent"]
    if mixes_units(formula, percent):
        return Value("blocked"), None
    days = days_of(definition.get("when"), period, log)
    if days is None or days.first > days.last or (asked < days.first and reads_what_happens(formula)):
        return Value("no-data"), None
    measures = Measures(log, asked)
    value = measures.value(formula, days)
    if mixes_forms(measures, formula):
        value = Value("blocked")
    if not value.there or value.status == "blocked":
        return value, None
    if percent:
        value = Value(value.status, value.low * 100, value.high * 100)
    if "approximately" in definition["show"] and not entails(definition["show"]["approximately"], value, compared_with(log, definition, days, asked)):
        return Value("blocked"), None
    last = min([days.last] + [date.fromisoformat(n["cutOff"]) for n in nodes(formula) if "cutOff" in n])
    return value, asked if reads_what_happens(formula) and asked <= last else None


def compared_with(log, definition, days, asked):
    """The values that a record must exceed; None for one that is not there."""
    for against in definition.get("against", []):
        if against["what"] == "baseline":
            yield Measures(log, asked).value({"op": "latest", "of": {"kind": "baseline_recorded", "where": {"baseline": [against["key"]]}}}, days).high
        else:
            raise Unreadable(f"A record against {against['what']} is not recomputed.")


def mixes_forms(measures, formula):
    """Answers to different instruments, or to different versions of one, in one figure."""
    reads_answers = any(n.get("op") in ("share", "paired-change", "score") for n in nodes(formula)) or any(
        name.startswith("answer.") for n in nodes(formula) for name in n.get("where", {}))
    return reads_answers and len(measures.forms) > 1


def compare(entries, figures):
    """What differs, as lines, and how many figures agree."""
    log, told = Log(read(entries)), {row["figure.indicator"]: row for row in read(figures)}
    differing, agree, untold = [], 0, set()
    for key, row in told.items():
        period = Days(date.fromisoformat(row["figure.from"]), date.fromisoformat(row["figure.to"]))
        _, version, definition = log.governing(key, period.last)
        value, so_far = compute(log, definition, period, day(row["figure.asked"]) or date.max)
        here = (version, value.status, value.low, value.high, so_far)
        there = (int(row["figure.version"]), row["figure.status"], number(row["figure.low"]), number(row["figure.high"]), day(row["figure.soFar"]))
        if here == there:
            agree += 1
        else:
            differing.append(f"{entries} {key}: recomputed {words(here)}, exported {words(there)}")
        untold = set(log.indicators(period.first)) - set(told)
    return differing + [f"{entries} {key}: not among the exported figures" for key in sorted(untold)], agree


def number(cell):
    return Fraction(cell) if cell else None


def day(cell):
    return date.fromisoformat(cell) if cell else None


def words(figure):
    version, status, low, high, so_far = figure
    value = "" if low is None else f" {low}" if low == high else f" {low} to {high}"
    return f"{status}{value} by version {version}" + (f", so far up to {so_far}" if so_far else "")


def main(paths):
    if not paths or len(paths) % 2:
        print(__doc__, file=sys.stderr)
        return 2
    differing, agree = [], 0
    for entries, figures in zip(paths[::2], paths[1::2]):
        try:
            found, n = compare(entries, figures)
        except (Unreadable, OSError, KeyError, ValueError) as error:
            print(f"{entries}: {type(error).__name__}: {error}", file=sys.stderr)
            return 2
        differing, agree = differing + found, agree + n
    print(*differing, f"agree: {agree} of {agree + len(differing)}", sep="\n")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
