"""All that can be told of a campaign before anything renders: what will be made, and what is wrong with the rest.

preflight/
check         a campaign becomes jobs and problems
people        who is shown and who speaks, each looked at once
looks         another face or other clothes of a row, each made once
once          what is asked for again and again, and made once
allowed       what was agreed to, and what the rules for scripts say
letters       whether a text is in its language's letters, and whether a font has them
scenes        a template, filled
jobs          a job, with everything that shapes its clip in its hash
report        problems as a table and as JSON
"""

from avatar.campaign.preflight.check import Checked, check

__all__ = ["Checked", "check"]
