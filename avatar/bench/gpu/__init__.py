"""How many pictures a second networks make, on a graphics card or without one.

pace         how often a second something can be done
trials       each network alone, with weights that nobody trained: they compute as long as trained ones
films        the whole way, from a motion to a film
measure      all of it, one after the other
table        for people
"""
