"""What a number is a number of, as far as that decides whether there is a value: of quotients in per cent, and of targets."""
WORDS = {
    "people": "people person persons different-people individual individuals",
    "attendances": "attendances attendance visits visit visitors visitor heads head participants participant places-taken",
    "person-months": "person-months person-month",
    "pairs": "pairs pair",
    "households": "households household families family",
    "sessions": "sessions session",
    "responses": "responses response answers answer sheets",
    "organisations": "organisations organisation organizations organization partners partner",
    "places": "places place venues venue",
    "kg": "kg kilogram kilograms", "g": "g gram grams", "t": "t ton tons tonne tonnes",
    "l": "l litre litres liter liters",
    "km": "km kilometre kilometres kilometer kilometers", "m": "m metre metres meter meters",
    "yen": "yen jpy", "usd": "usd dollar dollars", "eur": "eur euro euros",
    "minutes": "minutes minute min", "hours": "hours hour h", "days": "days day", "weeks": "weeks week", "months": "months month", "years": "years year",
    "points": "points point",
    "percent": "percent per-cent percentage",
}
UNITS = {word: unit for unit, words in WORDS.items() for word in words.split()}
KEYS = {"person": "people", "partner": "organisations", "session": "sessions", "venue": "places"}
COUNTS = {"session_held": "sessions", "person_attended": "attendances", "survey_response_recorded": "responses"}
TOTAL_OF_PEOPLE = {"per-month": "person-months", "per-week": "rate", "per-session": "attendances", "per-key": "attendances"}


def read(word):
    return UNITS.get(word) or ("rate" if "-per-" in word else "items")


def unit_of(formula, percent):
    """The unit of a formula's value; `percent` is whether it is shown in per cent."""
    op, of = formula["op"], formula.get("of")
    if op in ("share", "achievement") or op in ("cohort", "score") and formula["as"] == "share" or op == "ratio" and percent:
        return "percent"
    if op == "ratio":
        return "rate"
    if op == "count":
        return COUNTS.get(of["kind"], "items")
    if op in ("sum", "latest"):
        return recorded(op, of)
    if op in ("distinct", "list"):
        return KEYS.get(formula["by"], "items")
    if op in ("running", "interval"):
        return formula["unit"] + "s"
    if op in TOTAL_OF_PEOPLE:
        if formula["take"] == "total" and of["op"] == "distinct":
            return TOTAL_OF_PEOPLE[op] if of["by"] == "person" else "items"
        return unit_of(of, percent)
    if op in ("score", "paired-change"):
        return "points" if formula["as"] == "mean" else "people"
    return {"hours": "hours", "cohort": "people"}[op]


def recorded(op, of):
    if op == "latest" and of["kind"] != "quantity_observed":
        return "declared"
    if of["kind"] in ("activity_logged", "survey_tallied"):
        return {"activity_logged": "hours", "survey_tallied": "responses"}[of["kind"]]
    unit = read(of["where"]["unit"][0])
    return "attendances" if op == "sum" and unit == "people" else unit


def goes_with(unit, target):
    """Whether a value in a unit can be held against a target."""
    if target["unit"] is None:
        return unit != "percent" or not 0 < target.number("value") < 1
    stated = read(target["unit"])
    return stated == unit or unit == "declared" or stated in {
        "attendances": ["people"], "person-months": ["people"], "items": ["rate"], "rate": ["items", "sessions"]}.get(unit, [])


def mixes_units(formula, percent):
    """A quotient in per cent of what is not alike, as older rules allowed."""
    return percent and formula["op"] == "ratio" and unit_of(formula["of"], False) != unit_of(formula["to"], False)
