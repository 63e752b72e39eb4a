"""Telling people what was found, by the rules of rowback.toml: each finding once, a retracted one corrected once.

What is wrong with watching an outlet is told likewise: each alarm once, its end once. `rules` says what a person wants
to hear, `choosing` and `alarms` what is due, `saying` in which words, `sending` hands it to Apprise, `desk` does it all
and keeps the log. Only findings that are settled, or observed where a rule says `early`.
"""
