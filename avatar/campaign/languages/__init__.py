"""One script becomes many languages: translated and reviewed, as long as it may be, in letters that can be drawn.

languages/
endpoint      one OpenAI-compatible endpoint, asked for a translation of some texts
glossary      words that are always translated alike, or never
checking      what is wrong with a translation, found without a person
answers       what was answered before, kept beside the campaign
translating   a table's texts in other languages, batch by batch
review        the file in which people read, correct and approve
approved      a table that has what was approved
fitting       how fast a voice has to speak to be done in time
glyphs        letters that no font here has
"""
