"""What comes from outside: photos, sounds and films of strangers, looked at in a process that may die.

uploads/
kinds         what is taken: by the first bytes of a file, from a list of ours
receiving     a request's parts, streamed to the disk with a limit
checking      whether a file is what it says (runs in a process of its own, under limits)
sandbox       that process, as the service sees it
store         what was uploaded, for a day
portraits     photos that become portraits, with their consents
enrolling     taking a photo apart (runs in a process of its own)
told          what an answer says
routes        the paths
"""
