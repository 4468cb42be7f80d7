"""A table of scripts becomes clips: many rows, many languages, one machine or many.

campaign/
sheet         campaign.yaml, tables, and texts with places to fill in
job           one clip of a campaign, settled before anything renders, and what became of it
"""
