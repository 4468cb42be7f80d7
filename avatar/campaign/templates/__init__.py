"""Templates: scenes with open places, which are filled for a language and a shape.

asked        a template that somebody names for one clip
reading      template.toml, found and checked
template     what it asks for, and the scene that it becomes
layers       layers as they are written; looks and moments are what they are made of
variables    what people give for it
filling      one filling, and the faults that were found
parting      where lines of Chinese may end
checking     whether texts fit, and can be drawn
"""

from avatar.campaign.templates.asked import scene_of
from avatar.campaign.templates.fault import TemplateFault
from avatar.campaign.templates.reading import names, read_template
from avatar.campaign.templates.template import Template
from avatar.campaign.templates.variables import Variable

__all__ = ["Template", "TemplateFault", "Variable", "names", "read_template", "scene_of"]
