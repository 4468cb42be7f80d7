"""Numbers and formulas in Chinese text: the rules of all kinds in the order in which they are tried."""

from __future__ import annotations

from avatar.text.chinese.amounts import AMOUNTS
from avatar.text.chinese.chemistry import CHEMISTRY
from avatar.text.chinese.codes import CODES
from avatar.text.chinese.counts import COUNTS
from avatar.text.chinese.dates import DATES
from avatar.text.chinese.formulas import EQUATIONS, TERMS
from avatar.text.chinese.scores import SCORES

QUANTITIES = (*DATES, *CODES, *SCORES, *CHEMISTRY, *EQUATIONS, *AMOUNTS, *TERMS, *COUNTS)
"""First match wins: dates and codes look more special than what they are made of."""
