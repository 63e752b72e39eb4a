"""Deciders: what the looks at an article make of it. Pure: no clock, no file, no network.

`gist` makes a reading comparable, `looks` says what a look showed, `kinship` how near two texts are, `versions` which
looks make a version, `withdrawal` whether the article is gone, `whole` puts it together.
"""
