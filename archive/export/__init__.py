"""What leaves the archive: CDXJ, WACZ, tables of versions, a database to share, and the proof of one version.

Everything is streamed; an archive of many gigabytes is never in memory. Nothing here writes to the archive.
"""
