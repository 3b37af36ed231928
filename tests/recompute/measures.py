"""The measures: each gives a value, or says why there is none. One function for each, named as in a definition."""
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

from log import EVER, Days, each_day, hours
from units import goes_with, unit_of

RANK = ["computed", "contested", "no-data", "blocked"]


class Value:
    """A status and, where there is a value, its bounds. `entries` is how many entries were counted."""

    def __init__(self, status, low=None, high=None, entries=0):
        self.status, self.low, self.high, self.entries = status, low, low if high is None else high, entries

    @property
    def there(self):
        return self.low is not None


class NoValue(Exception):
    """There is no value: `no-data` or `blocked`."""

    def __init__(self, status):
        self.status = status


def blocked_if(condition):
    if condition:
        raise NoValue("blocked")


def no_data_unless(condition):
    if not condition:
        raise NoValue("no-data")


class Measures:
    """What one figure is computed from: the log, the day of the question, and the forms of the answers that were counted."""

    def __init__(self, log, asked):
        self.log, self.asked, self.forms = log, asked, set()

    def value(self, formula, days, only=None):
        """A formula for some days. `only` keeps some entries: those of one session, or of one key."""
        measure = getattr(self, formula["op"].replace("-", "_"), None)
        if measure is None:
            raise NotImplementedError(formula["op"])
        try:
            return measure(formula, days, only or (lambda entry: True))
        except NoValue as none:
            return Value(none.status)

    def chosen(self, selection, days, only):
        entries = [e for e in self.log.select(selection, days) if only(e)]
        self.count_forms(entries)
        return entries

    def count_forms(self, entries):
        self.forms |= {(e["instrument"], e["version"]) for e in entries if e.kind in ("survey_response_recorded", "survey_tallied")}

    # ---- entries, quantities, keys

    def count(self, formula, days, only):
        entries = self.chosen(formula["of"], days, only)
        return Value("computed", Fraction(len(entries)), entries=len(entries))

    def sum(self, formula, days, only):
        quantity = formula["quantity"]
        entries = [e for e in self.chosen(formula["of"], days, only) if self.log.quantity(e, quantity) is not None]
        if quantity == "capacity":
            entries = self.not_cancelled(entries)
        no_data_unless(entries)
        low, high, rivals = bounds(entries, lambda e: self.log.quantity(e, quantity))
        for session in {e["session"] for e in entries if e.kind == "participants_counted" and e["overlap"] == "unknown"}:
            more_low, more_high = self.named_at(session, [e for e in entries if e["session"] == session])
            low, high = low + more_low, high + more_high
        return Value("contested" if rivals else "computed", low, high, len(entries))

    def named_at(self, session, counted):
        """What the people named at a session may add to its heads: nothing or all, and at least what they are more, if all its heads are in the sum."""
        people = {self.log.dimension(e, "person") for e in self.log.of("person_attended") if e["session"] == session}
        kinds = {(e["scheme"], e["unit"]) for e in counted}
        all_counted = {e.id for e in self.log.of("participants_counted") if e["session"] == session and (e["scheme"], e["unit"]) in kinds}
        least, _, _ = bounds(counted, lambda e: e.number("count"))
        return max(0, len(people) - least) if all_counted == {e.id for e in counted} else 0, len(people)

    def not_cancelled(self, plans):
        """A cancellation of a strand and day means the plans that name no session held. More of these than cancellations: nobody knows which."""
        def loose(plan):
            return plan["session"] not in self.log.sessions

        def on_that_day(kind, plan):
            return [e for e in self.log.of(kind) if (e["strand"], e["on"]) == (plan["strand"], plan["on"])]

        called_off = [p for p in plans if loose(p) and on_that_day("session_cancelled", p)]
        for plan in called_off:
            blocked_if(sum(loose(p) for p in on_that_day("session_planned", plan)) > len(on_that_day("session_cancelled", plan)))
        return [p for p in plans if p not in called_off]

    def keys(self, selections, by, days, only):
        entries = [e for s in selections for e in self.chosen(s, days, only) if self.log.dimension(e, by) is not None]
        return {self.log.dimension(e, by) for e in entries}, entries

    def distinct(self, formula, days, only):
        keys, entries = self.keys(formula["of"], formula["by"], days, only)
        if "heads" in formula:
            return self.people_and_heads(keys, entries, self.chosen(formula["heads"], days, only))
        return Value("computed", Fraction(len(keys)), entries=len(entries))

    list = distinct

    def people_and_heads(self, named, entries, counts):
        """Heads beyond the named people of a session are people without a name, who may be anybody or nobody else."""
        names, heads, contested = defaultdict(set), defaultdict(list), False
        for entry in entries:
            names[entry["session"]].add(self.log.dimension(entry, "person"))
        for count in counts:
            heads[count["session"]].append(count)
        low, high = Fraction(len(named)), Fraction(len(named))
        for session, of_session in heads.items():
            least, most, rivals = bounds(of_session, lambda e: e.number("count"))
            unknown = any(e["overlap"] == "unknown" for e in of_session)
            contested |= rivals or (len(names[session]) > most and not unknown)
            low, high = max(low, least), high + (most if unknown else max(0, most - len(names[session])))
        return Value("contested" if contested else "computed", low, high, len(entries) + len(counts))

    def hours(self, formula, days, only):
        entries = self.chosen(formula["of"], days, only)
        no_data_unless(entries)
        blocked_if(any(hours(e) is None for e in entries))
        return Value("computed", sum(map(hours, entries)), entries=len(entries))

    def latest(self, formula, days, only):
        quantity = formula.get("quantity")
        entries = [e for e in self.chosen(formula["of"], days.from_ever(), only) if self.log.quantity(e, quantity) is not None]
        no_data_unless(entries)
        last = max(map(self.log.day, entries))
        values = [self.log.quantity(e, quantity) for e in entries if self.log.day(e) == last]
        return Value("contested" if len(set(values)) > 1 else "computed", min(values), max(values), len(values))

    # ---- the run of a strand

    def run(self, strand, days, unit):
        """The weeks or months of a strand: first and last day of each, and whether it ran on one of its days that count. Nothing: it never ran."""
        started = [s.date("on") for s in self.log.of("strand_started") if s["strand"] == strand]
        ended = [e.date("on") for e in self.log.of("strand_ended") if e["strand"] == strand]
        blocked_if(not started)
        runs = [(start, min((end for end in ended if end >= start), default=date.max)) for start in started]
        first = max(days.first, min(started))
        last = min(days.last, self.asked, max(end for _, end in runs))
        blocked_if(first > last)
        rests = [(p.date("from"), p.date("to")) for p in self.log.of("strand_paused") if p["strand"] == strand]
        rests += [(p.date("from"), p.date("to")) for p in self.log.of("initiative_paused")]
        for closed in (c.date("on") for c in self.log.of("initiative_closed")):
            reopened = min((r.date("on") for r in self.log.of("initiative_reopened") if r.date("on") > closed), default=date.max)
            rests.append((closed + timedelta(1), reopened - timedelta(1)))
        spans, start = [], first_of(unit, first)
        while start <= last:
            end = last_of(unit, start)
            ran = any(within(day, runs) and not within(day, rests) for day in each_day(max(start, first), min(end, last)))
            spans.append((start, end, ran))
            start = end + timedelta(1)
        return spans

    def running(self, formula, days, only):
        return Value("computed", Fraction(sum(ran for _, _, ran in self.run(formula["strand"], days, formula["unit"]))))

    def interval(self, formula, days, only):
        entries = self.chosen(formula["of"], days, only)
        held = sorted({self.log.day(e) for e in entries})
        steps = [step(formula["unit"], a, b) for a, b in zip(held, held[1:])]
        return take(formula["take"], [Value("computed", s) for s in steps], len(entries))

    # ---- answers

    def share(self, formula, days, only):
        item, admitted = formula["item"], formula["answers"]
        responses = [e for e in self.log.select(formula["of"], days) if only(e)]
        blocked_if(self.answered_twice(responses))
        answers = [(e, e["answers"][item]) for e in responses if item in e["answers"]]
        tallies = [e for e in self.log.select(formula["tallies"], days) if only(e)] if "tallies" in formula else []
        tallies = [t for t in tallies if item in t["tallies"]]
        blocked_if(any(len(rivals) > 1 for rivals in same_heads(tallies)))
        self.count_forms([e for e, _ in answers] + tallies)
        low = high = sum(a in admitted for _, a in answers)
        whole = len(answers)
        for tally in tallies:
            counts = [n for a, n in tally["tallies"][item].items() if a in admitted]
            if self.takes_several(tally, item):
                # Whoever gave two of the answers is in both counts.
                respondents = int(tally.number("respondents"))
                low, high, whole = low + max(counts, default=0), high + min(sum(counts), respondents), whole + respondents
            else:
                low, high, whole = low + sum(counts), high + sum(counts), whole + sum(tally["tallies"][item].values())
        no_data_unless(whole)
        return Value("computed", Fraction(low, whole), Fraction(high, whole), entries=len(answers) + len(tallies))

    def takes_several(self, answered, item):
        return any(i["item"] == item and i.get("multiple") for form in self.log.of("survey_introduced")
                   if (form["instrument"], form["version"]) == (answered["instrument"], answered["version"]) for i in form["items"])

    def answered_twice(self, responses):
        people = [(self.log.dimension(e, "person"), e["wave"]) for e in responses if e["person"]]
        return len(set(people)) < len(people)

    def points(self, response, items):
        """The sum of the points; None if an item was not answered, or its answer has no points in that version."""
        total, scores = 0, {}
        for form in self.log.of("survey_introduced"):
            if (form["instrument"], form["version"]) == (response["instrument"], response["version"]):
                scores = {(i["item"], a["answer"]): a.get("score") for i in form["items"] for a in i["answers"]}
        for item in items:
            score = scores.get((item, response["answers"].get(item)))
            if score is None:
                return None
            total += score
        return total

    def score(self, formula, days, only):
        responses = [e for e in self.log.select(formula["of"], days) if only(e)]
        blocked_if(self.answered_twice(responses))
        scored = [(e, self.points(e, formula["items"])) for e in responses]
        scored = [(e, points) for e, points in scored if points is not None]
        self.count_forms([e for e, _ in scored])
        no_data_unless(scored)
        if formula["as"] == "mean":
            return Value("computed", Fraction(sum(points for _, points in scored), len(scored)), entries=len(scored))
        low, high = formula.get("atLeast", float("-inf")), formula.get("atMost", float("inf"))
        return Value("computed", Fraction(sum(low <= points <= high for _, points in scored), len(scored)), entries=len(scored))

    def paired_change(self, formula, days, only):
        answers = defaultdict(lambda: ([], []))
        for e in self.log.select(formula["of"], days.from_ever()):
            person = self.log.dimension(e, "person")
            if person and only(e) and e["wave"] in (formula["before"], formula["after"]):
                answers[person][e["wave"] == formula["after"]].append(e)
        changes = []
        for before, after in answers.values():
            pair = self.pair(before, after, days)
            if pair and pair[0]["version"] == pair[1]["version"]:
                points = [self.points(e, formula["items"]) for e in pair]
                if None not in points:
                    self.count_forms(pair)
                    changes.append(points[1] - points[0])
        no_data_unless(changes)
        if formula["as"] == "mean":
            return Value("computed", Fraction(sum(changes), len(changes)), entries=2 * len(changes))
        asked_for = {"risen": lambda c: c > 0, "fallen": lambda c: c < 0, "unchanged": lambda c: c == 0}[formula["as"]]
        return Value("computed", Fraction(sum(map(asked_for, changes))), entries=2 * len(changes))

    def pair(self, before, after, days):
        """The response after is one of the days; the one before too, else it is the last one earlier."""
        after = [e for e in after if self.log.day(e) in days]
        blocked_if(len(after) > 1)
        if not after:
            return None
        earlier = [e for e in before if self.log.day(e) <= self.log.day(after[0])]
        within = [e for e in earlier if self.log.day(e) in days]
        if not within and earlier:
            last = max(map(self.log.day, earlier))
            within = [e for e in earlier if self.log.day(e) == last]
        blocked_if(len(within) > 1)
        return (within[0], after[0]) if within else None

    # ---- people who continue

    def cohort(self, formula, days, only):
        cut_off, by = date.fromisoformat(formula["cutOff"]), Days(EVER, date.fromisoformat(formula["cutOff"]))
        no_data_unless(self.asked >= cut_off)

        def of_people(entries):
            found = defaultdict(list)
            for e in entries:
                if self.log.dimension(e, "person") and self.log.day(e) <= cut_off:
                    found[self.log.dimension(e, "person")].append(self.log.day(e))
            return found

        entered = of_people(self.chosen(formula["enters"], days, only))
        no_data_unless(entered)
        visits = of_people(self.chosen(formula["visits"], by, only))
        completed = of_people(self.chosen(formula["completedBy"], by, only)) if "completedBy" in formula else {}
        left = [(self.log.dimension(e, "person"), self.log.day(e), e["strand"]) for e in self.log.of("person_left") if self.log.day(e) <= cut_off]
        joined = [(self.log.dimension(e, "person"), self.log.day(e), self.log.dimension(e, "strand")) for e in self.chosen(formula["enters"], days, only)]
        strands = formula["visits"].get("where", {}).get("strand") or formula["enters"].get("where", {}).get("strand") or []

        def has_left(person, first, last):
            if any(p == person and not of and day >= last for p, day, of in left):
                return True

            def from_strand(strand):
                days_left = [day for p, day, of in left if p == person and of == strand and day >= first]
                return days_left and not any(p == person and day > max(days_left) and of in (strand, None, "") for p, day, of in joined)

            return bool(strands) and all(map(from_strand, strands))

        def continues(person):
            first, last = min(entered[person]), max(entered[person])
            if any(day >= first for day in completed.get(person, [])):
                return True
            came = [day for day in visits.get(person, []) if day >= first]
            if len(came) < formula["minimumVisits"] or has_left(person, first, last):
                return False
            away = set(each_day(max(came) + timedelta(1), cut_off))
            if formula.get("pausesExcused"):
                for pause in self.log.of("person_paused"):
                    if self.log.dimension(pause, "person") == person:
                        away -= set(each_day(pause.date("from"), pause.date("to")))
            return len(away) <= formula["seenWithinDays"]

        stayed = sum(map(continues, entered))
        return Value("computed", Fraction(stayed, len(entered)) if formula["as"] == "share" else Fraction(stayed), entries=len(entered))

    # ---- one measure and another

    def ratio(self, formula, days, only):
        return divided(self.value(formula["of"], days, only), self.value(formula["to"], days, only))

    def achievement(self, formula, days, only):
        aims = self.log.select({"kind": "target_set", "where": {"target": [formula["target"]]}}, days.from_ever())
        of, unit = self.value(formula["of"], days, only), unit_of(formula["of"], is_percentage(formula["of"]))
        last = max(map(self.log.day, aims), default=None)
        aims = [aim for aim in aims if self.log.day(aim) == last]
        blocked_if(any(aim["comparison"] in ("at-most", "less-than") or not goes_with(unit, aim) for aim in aims))
        if of.there and is_percentage(formula["of"]):
            of = Value(of.status, of.low * 100, of.high * 100, of.entries)
        values = [aim.number("value") for aim in aims]
        status = "no-data" if not values else "contested" if len(set(values)) > 1 else "computed"
        return divided(of, Value(status, min(values, default=None), max(values, default=None), len(values)))

    def per_month(self, formula, days, only):
        return self.per_span(formula, days, only, "month")

    def per_week(self, formula, days, only):
        return self.per_span(formula, days, only, "week")

    def per_span(self, formula, days, only, unit):
        spans, values, counted = self.run(formula["strand"], days, unit), [], 0
        sessions = {self.log.day(e) for e in self.log.of("session_held") if e["strand"] == formula["strand"]}
        empty = {e["month"][:7] for e in self.log.of("month_confirmed_empty") if e["strand"] == formula["strand"]}
        blocked_if(any(day in days and not any(a <= day <= b for a, b, _ in spans) for day in sessions))
        for first, last, ran in spans:
            confirmed = all(day.isoformat()[:7] in empty for day in each_day(first, last))
            cut = Days(max(first, days.first), min(last, days.last))
            if not ran:
                blocked_if(any(day in cut for day in sessions))
                continue
            value = self.value(formula["of"], cut, only)
            blocked_if(value.status == "blocked")
            blocked_if(confirmed and (value.entries > 0 or any(first <= day <= last for day in sessions)))
            counted += value.entries
            if value.entries == 0 and confirmed and formula["of"]["op"] not in ("share", "ratio"):
                values.append(Value("computed", Fraction(0)))
            elif value.entries > 0 and value.there:
                values.append(value)
        return take(formula["take"], values, counted)

    def per_session(self, formula, days, only):
        sessions = [e["session"] for e in self.chosen(formula["sessions"], days, only)]
        return self.per(formula, days, only, sessions, lambda entry: entry["session"])

    def per_key(self, formula, days, only):
        by = formula["by"]
        keys = {self.log.dimension(e, by) for s in selections_of(formula["of"]) for e in self.log.select(s, days)} - {None}
        return self.per(formula, days, only, sorted(keys), lambda entry: self.log.dimension(entry, by))

    def per(self, formula, days, only, keys, key_of):
        values = [self.value(formula["of"], days, lambda e, key=key: only(e) and key_of(e) == key) for key in keys]
        blocked_if(any(v.status == "blocked" for v in values))
        values = [v for v in values if v.there and v.entries > 0]
        return take(formula["take"], values, sum(v.entries for v in values))


def place(entry):
    """What two headcounts, or two tallies, share that say something of the same people."""
    members = ("instrument", "version", "wave", "group", "part") if entry.kind == "survey_tallied" else ("session", "scheme", "group", "part")
    return tuple(entry[m] for m in members)


def bounds(entries, quantity):
    """The sum, lowest and highest: of headcounts of the same people that agree one counts; if they differ, all is contested."""
    low, high, contested = Fraction(0), Fraction(0), False
    for group in same_heads(entries):
        numbers = [quantity(e) for e in group]
        agree = len({(quantity(e), e["unit"]) for e in group}) == 1 and (len(group) == 1 or group[0].kind == "participants_counted")
        low, high, contested = low + min(numbers), high + max(numbers), contested or not agree
    return low, high, contested


def same_heads(entries):
    """The entries that say something of the same heads. Tallies of one place that come more than 180 days after the one before are of another round."""
    same = defaultdict(list)
    for entry in entries:
        same[place(entry) if entry.kind in ("participants_counted", "survey_tallied") else entry.id].append(entry)
    for group in same.values():
        if group[0].kind != "survey_tallied":
            yield group
            continue
        group = sorted(group, key=lambda e: e.date("on"))
        rounds = [[group[0]]]
        for one, after in zip(group, group[1:]):
            if (after.date("on") - one.date("on")).days > 180:
                rounds.append([])
            rounds[-1].append(after)
        yield from rounds


def within(day, spans):
    return any(first <= day <= last for first, last in spans)


def divided(of, by):
    worst = max(of.status, by.status, key=RANK.index)
    if worst in ("blocked", "no-data"):
        return Value(worst, entries=0)
    if by.low <= 0 <= by.high:
        return Value("no-data")
    quotients = [a / b for a in (of.low, of.high) for b in (by.low, by.high)]
    return Value(worst, min(quotients), max(quotients), of.entries + by.entries)


def take(what, values, entries):
    """The range, mean, largest or sum of values."""
    no_data_unless(values)
    lows, highs = [v.low for v in values], [v.high for v in values]
    status = "contested" if any(v.status == "contested" for v in values) else "computed"
    low, high = {"range": lambda: (min(lows), max(highs)), "maximum": lambda: (max(lows), max(highs)), "total": lambda: (sum(lows), sum(highs)),
                 "mean": lambda: (sum(lows) / len(lows), sum(highs) / len(highs))}[what]()
    return Value(status, low, high, entries)


def is_percentage(formula):
    return formula["op"] in ("share", "achievement") or formula["op"] in ("cohort", "score") and formula["as"] == "share"


def selections_of(formula):
    """The selections that a count, a sum, a number of different keys or hours reads."""
    of = formula["of"]
    return (of if isinstance(of, list) else [of]) + ([formula["heads"]] if "heads" in formula else [])


def first_of(unit, day):
    return day.replace(day=1) if unit == "month" else day - timedelta(day.weekday())


def last_of(unit, first):
    return (first + timedelta(31)).replace(day=1) - timedelta(1) if unit == "month" else first + timedelta(6)


def step(unit, a, b):
    if unit == "month":
        return Fraction((b.year - a.year) * 12 + b.month - a.month)
    return Fraction((b - a).days, 7 if unit == "week" else 1)
