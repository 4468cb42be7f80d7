"""Units of measurement in English: prefixed, raised and compound ones, put together from their parts."""

from __future__ import annotations

import re
from functools import lru_cache

_SIMPLE_TEXT = """
m meter meters | g gram grams | L liter liters | l liter liters | s second seconds | t tonne tonnes
W watt watts | V volt volts | A amp amps | Hz hertz hertz | Pa pascal pascals | J joule joules | N newton newtons
B byte bytes | b bit bits | bps basis_point basis_points | Wh watt_hour watt_hours | Ah amp_hour amp_hours
VA volt_amp volt_amps | mol mole moles | cal calorie calories | eV electronvolt electronvolts | F farad farads
Ω ohm ohms | H henry henries | T tesla teslas | Bq becquerel becquerels | Sv sievert sieverts | Gy gray grays
bar bar bars | pc parsec parsecs | lm lumen lumens | M molar molar | Wp watt_peak watts_peak
FLOPS flop flops | bit bit bits | K kelvin kelvin
"""
_PREFIXES = {
    **{"k": "kilo", "M": "mega", "G": "giga", "T": "tera", "P": "peta", "m": "milli", "µ": "micro", "μ": "micro"},
    **{"n": "nano", "p": "pico", "c": "centi", "d": "deci", "h": "hecto"},
}
_PREFIXED = {
    **dict.fromkeys(("m", "L", "l"), "kmµμnpcd"),
    "g": "kmµμnp",
    "s": "mµμnp",
    "t": "kM",
    "W": "kMGTmµμn",
    "V": "kMmµμ",
    "A": "kmµμn",
    "Hz": "kMGT",
    "Pa": "kMGhm",
    "J": "kMGm",
    "N": "kMm",
    "B": "kMGTP",
    "b": "kMGT",
    "bit": "kMGT",
    "bps": "kMGT",
    "FLOPS": "MGTP",
    "Wh": "kMGTm",
    "Wp": "kM",
    "Ah": "mk",
    "VA": "kM",
    "mol": "mµμnk",
    "cal": "k",
    "eV": "kMGTm",
    "F": "mµμnp",
    "Ω": "kMm",
    "H": "mµμn",
    "T": "mµμ",
    "Bq": "kMGT",
    "Sv": "mµμ",
    "Gy": "m",
    "bar": "mk",
    "pc": "kM",
    "K": "m",
    "M": "mµμn",
}
"""base -> the prefixes that are written with it"""
_OTHERS_TEXT = """
kph kilometer_per_hour kilometers_per_hour | kmh kilometer_per_hour kilometers_per_hour
mph mile_per_hour miles_per_hour | sqft square_foot square_feet | mi mile miles | ft foot feet | yd yard yards
in inch inches | nmi nautical_mile nautical_miles | ly light-year light-years | lb pound pounds | lbs pound pounds
oz ounce ounces | gal gallon gallons | pt pint pints | qt quart quarts | ha hectare hectares
cc cubic_centimeter cubic_centimeters | tsp teaspoon teaspoons | tbsp tablespoon tablespoons
fl_oz fluid_ounce fluid_ounces | mbps megabit_per_second megabits_per_second
gbps gigabit_per_second gigabits_per_second | kbps kilobit_per_second kilobits_per_second | mhz megahertz megahertz
ghz gigahertz gigahertz | khz kilohertz kilohertz | hz hertz hertz | mah milliamp_hour milliamp_hours
kb kilobyte kilobytes | mb megabyte megabytes | gb gigabyte gigabytes | tb terabyte terabytes | kw kilowatt kilowatts
db decibel decibels | KB kilobyte kilobytes | KiB kibibyte kibibytes | MiB mebibyte mebibytes | GiB gibibyte gibibytes
KW kilowatt kilowatts | KWh kilowatt_hour kilowatt_hours | kwh kilowatt_hour kilowatt_hours | KM kilometer kilometers
KG kilogram kilograms | Mpx megapixel megapixels | MP megapixel megapixels | px pixel pixels
rpm revolution_per_minute revolutions_per_minute | bpm beat_per_minute beats_per_minute
fps frame_per_second frames_per_second | dpi dot_per_inch dots_per_inch | ppm part_per_million parts_per_million
ppb part_per_billion parts_per_billion | psi pound_per_square_inch pounds_per_square_inch
bp basis_point basis_points | bps basis_point basis_points
pp percentage_point percentage_points | dB decibel decibels | dBA decibel decibels
lx lux lux | cd candela candelas | hp horsepower horsepower | kn knot knots
mmHg millimeter_of_mercury millimeters_of_mercury | atm atmosphere atmospheres | Nm newton_meter newton_meters
mpg mile_per_gallon miles_per_gallon | Å angstrom angstroms | IU international_unit international_units
sec second seconds | secs second seconds | min minute minutes | mins minute minutes | h hour hours | hr hour hours
hrs hour hours | yr year years | yrs year years | mo month months | mos month months | wk week weeks | wks week weeks
°C degree_Celsius degrees_Celsius | °F degree_Fahrenheit degrees_Fahrenheit | ° degree degrees | °K kelvin kelvin
°_C degree_Celsius degrees_Celsius | °_F degree_Fahrenheit degrees_Fahrenheit | day day days | week week weeks
month month months | year year years | hour hour hours | person person people | user user users | night night nights
d day days | mcg microgram micrograms | sqm square_meter square_meters
"""
_SQUARED = ("²", "2", "^2")
_CUBED = ("³", "3", "^3")
_LENGTHS = ("m", "km", "cm", "mm", "dm", "nm", "µm", "μm", "mi", "ft", "yd", "in")
_NEVER_BARE = frozenset(("b", "B", "A", "bps"))
"""What is a unit with a prefix only: subsection 6b, platform 4A, 25 bps."""
_ONLY_BELOW = frozenset(["day", "week", "month", "year", "hour", "person", "user", "night", "d", "mo", "wk"])
"""What is a unit only behind a stroke: $5/day."""
_ONLY_JOINED = frozenset(["in", "A", "B", "b", "T", "F", "H", "K", "M", "N", "J", "t", "pt", "d", "ac", "mo", "MP"])
"""What is a unit only right behind its number, or else a word or a letter: 5 in, 3 A."""


@lru_cache
def simple_units() -> dict[str, tuple[str, str]]:
    """Give every unit that is no compound, as written -> one, several."""
    named: dict[str, tuple[str, str]] = {}
    for entry in re.split(r"[|\n]", _SIMPLE_TEXT.strip()):
        written, one, several = entry.split()
        names = (one.replace("_", " "), several.replace("_", " "))
        if written not in _NEVER_BARE:
            named[written] = names
        for prefix in _PREFIXED.get(written, ""):
            bases = ("bit per second", "bits per second") if written == "bps" else names
            named[prefix + written] = tuple(_PREFIXES[prefix] + name for name in bases)  # type: ignore[assignment]
    for entry in re.split(r"[|\n]", _OTHERS_TEXT.strip()):
        written, one, several = entry.split()
        named[written.replace("_", " ")] = (one.replace("_", " "), several.replace("_", " "))
    for length in _LENGTHS:
        one, several = named[length]
        for power, word in (*((each, "square") for each in _SQUARED), *((each, "cubic") for each in _CUBED)):
            named[length + power] = (f"{word} {one}", f"{word} {several}")
        for head, word in (
            ("sq ", "square"),
            ("sq. ", "square"),
            ("sq.", "square"),
            ("cu ", "cubic"),
            ("cu. ", "cubic"),
        ):
            named[head + length] = (f"{word} {one}", f"{word} {several}")
    named["s²"] = named["s^2"] = named["s2"] = ("second squared", "seconds squared")
    return named


def _alternatives(units: list[str]) -> str:
    return "|".join(sorted(map(re.escape, units), key=len, reverse=True))


@lru_cache
def unit_pattern() -> str:
    """Give the pattern of a unit behind a number: with its space or hyphen; compounds by strokes and middle dots."""
    units = [unit for unit in simple_units() if unit not in _ONLY_BELOW]
    below = _alternatives([unit for unit in simple_units() if unit not in ("in", "M")])
    free = _alternatives([unit for unit in units if unit not in _ONLY_JOINED and unit != "K"])
    joined = _alternatives([unit for unit in units if unit != "K"])
    more = rf"(?:[·⋅*](?:{below}))?(?:\s?/\s?(?:100\s?)?(?:{below})|(?:[·⋅ ](?:s|m|K|mol)(?:⁻[¹²]|-[12]))+)?"
    # A whole compound first: 5 N/m although 5 N alone may be a letter.
    over = rf"/(?:100\s?)?(?:{below})"
    compound = rf"(?:{joined})(?:[·⋅](?:{below})(?:{over})?|(?:{over}){{1,2}})"
    short = r"(?:\s|-)?(?:oz|lbs?|in|ft|tbsp|tsp|min|sec|hrs?|yd|mi|gal|pt|qt)\.(?=\s[a-z])"
    simple = rf"(?:\s|-)?(?:{free}){more}|-?(?:{joined}){more}"
    return rf"(?:{short}|\sK(?![A-Za-z0-9'’])|\s?{compound}|{simple})(?![A-Za-z0-9²³'’])"


def unit_words(written: str, *, is_one: bool) -> str:
    """Say a unit, simple or compound: km/h kilometers per hour, mmol/L millimoles per liter."""
    units = simple_units()
    written = re.sub(r"[·⋅ ](s|m|K|mol)(?:⁻|-)([¹²12])", _below, written.strip(" -."))
    if written in units:
        return units[written][not is_one]
    head, *per = re.split(r"\s?/\s?", written)
    factors = re.split("[·⋅*]", head)
    said = " ".join([*(units[factor][0] for factor in factors[:-1]), units[factors[-1]][not is_one]])
    for part in per:
        hundred, _, unit = part.partition("100")
        unit = (unit or hundred).strip()
        said += " per one hundred " + units[unit][1] if part.startswith("100") else f" per {units[unit][0]}"
    return said


def _below(match: re.Match[str]) -> str:
    return f"/{match[1]}{'²' if match[2] in '²2' else ''}"
