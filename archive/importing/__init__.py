"""WARC and WACZ files of other programs become captures: copied into the morgue, indexed, read anew.

What such a file says of its own readings is ignored: only its bytes speak.
"""
