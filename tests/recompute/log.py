"""The entries in force of one initiative, and how a selection chooses among them."""
import json
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

EVER = date.min
PEOPLE_UNDER = "person"  # the dimension that is read under the id that is kept
ENDINGS = {"person_enrolled": ["person_left"], "role_taken": ["role_ended", "person_left"], "partner_linked": ["partner_unlinked"]}
ONLY_QUANTITY = {"quantity_observed": "value", "target_set": "value", "baseline_recorded": "value", "strand_rescheduled": "every",
                 "activity_logged": "hours", "participants_counted": "count", "survey_tallied": "respondents"}


class Unreadable(Exception):
    """The file cannot be recomputed."""


class Days:
    """Days from the first to the last, both included."""

    def __init__(self, first, last):
        self.first, self.last = first, last

    def __contains__(self, day):
        return self.first <= day <= self.last

    def from_ever(self):
        return Days(EVER, self.last)


class Entry:
    """One fact in force."""

    def __init__(self, row):
        self.id, self.kind, self.known_from = row["entry.id"], row["entry.kind"], int(row["entry.knownFrom"])
        self.fact = {name[len("fact."):]: parsed(cell) for name, cell in row.items() if name.startswith("fact.") and cell != ""}

    def __getitem__(self, member):
        return self.fact.get(member)

    def date(self, member):
        return date.fromisoformat(self.fact[member]) if member in self.fact else None

    def number(self, member):
        return Fraction(self.fact[member]) if member in self.fact else None


def parsed(cell):
    """Lists and objects stand in a cell as JSON, all else as plain text."""
    return json.loads(cell) if cell[0] in "[{" else cell


class Log:
    """Everything in force, as the file tells it."""

    def __init__(self, rows):
        rows = list(rows)
        if any(row["entry.kind"] == "" for row in rows):
            raise Unreadable("An entry cannot be read; all figures are blocked until that is settled.")
        self.kinds = {}
        for entry in sorted((Entry(row) for row in rows if row["entry.inForce"] == "true"), key=lambda e: e.known_from):
            self.kinds.setdefault(entry.kind, []).append(entry)
        self.sessions = {e["session"]: e for e in self.of("session_held")}
        self.kept = {}
        for merge in self.of("people_merged"):
            self.kept.setdefault(merge["merged"], merge["kept"])

    def of(self, kind):
        return self.kinds.get(kind, [])

    def day(self, entry):
        """Its own day, or that of the session that it names. No day: its session is not in force."""
        session = self.sessions.get(entry["session"])
        return entry.date("on") or entry.date("from") or entry.date("month") or (session.date("on") if session else None)

    def person(self, person):
        seen = set()
        while person in self.kept:
            if person in seen:
                raise Unreadable("People are merged in a circle.")
            seen.add(person)
            person = self.kept[person]
        return person

    def dimension(self, entry, name):
        if name.startswith("answer."):
            return (entry["answers"] or {}).get(name[len("answer."):])
        value = entry[name]
        if value is None and entry.kind != "session_planned" and entry["session"] in self.sessions:
            value = self.sessions[entry["session"]][name]
        return self.person(value) if name == PEOPLE_UNDER and value else value

    def select(self, selection, days):
        """What a selection admits, by day, then in the order of recording."""
        members = self.members(selection["who"], days) if "who" in selection else None
        found = []
        for entry in self.of(selection["kind"]):
            day = self.day(entry)
            if day is None or not self.meets(entry, selection.get("where", {})):
                continue
            if "inForce" in selection:
                if not self.lasts(entry, day, selection["inForce"], days):
                    continue
            elif day not in days:
                continue
            if members is None or self.dimension(entry, selection["who"].get("by", PEOPLE_UNDER)) in members:
                found.append((day, entry.known_from, entry))
        found.sort(key=lambda f: f[:2])
        return self.once_a_visit([entry for _, _, entry in found])

    def meets(self, entry, where):
        return all(self.dimension(entry, name) in [self.person(v) if name == PEOPLE_UNDER else v for v in values] for name, values in where.items())

    def members(self, who, days):
        """The keys that occur often enough."""
        entries = self.select(who["of"], days.from_ever() if who["over"] == "ever" else days)
        times = Counter(self.dimension(e, who.get("by", PEOPLE_UNDER)) for e in entries)
        return {key for key, n in times.items() if key is not None and n >= who.get("atLeast", 1)}

    def lasts(self, entry, began, when, days):
        """Whether an enrolment, a role or a partnership was in force on the last day, or during the days."""
        ends = [self.day(e) for kind in ENDINGS[entry.kind] for e in self.of(kind) if self.day(e) >= began and self.is_end_of(e, entry)]
        end = min(ends, default=date.max)
        return began <= days.last and end >= (days.last if when == "at-end" else days.first)

    def is_end_of(self, ending, state):
        if ending.kind == "partner_unlinked":
            return ending["partner"] == state["partner"]
        same = self.dimension(ending, "person") == self.dimension(state, "person")
        if ending.kind == "person_left":
            return same and (not ending["strand"] or ending["strand"] == state["strand"])
        return same and ending["role"] == state["role"]

    def once_a_visit(self, entries):
        """Of the attendances of one person at one session, the one whose id comes first."""
        first = {}
        for e in entries:
            if e.kind == "person_attended":
                visit = (self.dimension(e, "person"), e["session"])
                first[visit] = min(first.get(visit, e.id), e.id)
        return [e for e in entries if e.kind != "person_attended" or first[self.dimension(e, "person"), e["session"]] == e.id]

    def quantity(self, entry, name=None):
        name = name or ONLY_QUANTITY[entry.kind]
        return hours(entry) if entry.kind == "activity_logged" and name == "hours" else entry.number(name)

    def versions(self, indicator):
        """The versions of a definition: from which day each applies, its number, and itself."""
        adopted = [(e.date("on"), 1, e["definition"]) for e in self.of("indicator_adopted") if e["indicator"] == indicator]
        revised = [(e.date("on"), int(e["version"]), e["definition"]) for e in self.of("indicator_revised") if e["indicator"] == indicator]
        return adopted + sorted(revised, key=lambda v: v[1])

    def governing(self, indicator, last):
        """The highest version that applies on the last day; before the adoption, that of the day of the adoption."""
        versions = self.versions(indicator)
        return max((v for v in versions if v[0] <= max(last, versions[0][0])), key=lambda v: v[1])

    def indicators(self, first):
        """Those that a period beginning on this day has."""
        retired = {e["indicator"] for e in self.of("indicator_retired") if e.date("on") <= first}
        return [e["indicator"] for e in self.of("indicator_adopted") if e["indicator"] not in retired]


def hours(entry):
    """From start to end, an end before the start being on the next day; without these the hours stated."""
    if entry["start"] and entry["end"]:
        minutes = seconds(entry["end"]) - seconds(entry["start"])
        return Fraction(minutes if minutes >= 0 else minutes + 24 * 3600, 3600)
    return entry.number("hours")


def seconds(time):
    return sum(int(part) * by for part, by in zip(time.split(":"), (3600, 60, 1)))


def each_day(first, last):
    while first <= last:
        yield first
        first += timedelta(1)
