"""From a marketer's spreadsheet to what is said and shown.

sheet/
campaign      what a campaign.yaml says, as a value
document      a YAML file with the lines of all that stands in it
table         rows and their cells, from CSV, TSV, XLSX and JSONL
words         texts with places to fill in, safe whatever stands in a cell
"""
