"""A table of scripts becomes clips: many rows, many languages, one machine or many.

campaign/
versions      which version of a template is used: the last one that was sound, or one that somebody went back to
running       clips are made of jobs, put where films lie, and shown on a page
planning      what a run would make, what is there already, and how long it takes; `rates` knows this machine
scaffold      a new campaign's folder
preflight     all that can be told before anything renders: jobs, and what is wrong with the rest
sheet         campaign.yaml, tables, and texts with places to fill in
asking        a job as a request for a clip, and the versions that it was planned with
job           one clip of a campaign, settled before anything renders, and what became of it
"""

# Shapes no clip.
