"""From a marketer's spreadsheet to what is said and shown.

sheet/
campaign      what a campaign.yaml says, as a value
document      a YAML file with the lines of all that stands in it
reading       that file read strictly, all its faults told with their lines
table         rows and their cells; `opening` reads them from CSV, TSV, XLSX and JSONL
variants      rows and languages: what is said, by whom, in which clip
words         texts with places to fill in, safe whatever stands in a cell
"""
