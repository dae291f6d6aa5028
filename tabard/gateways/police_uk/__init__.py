"""The read API of data.police.uk for what this server holds, and an importer from any server that speaks it.

Same paths, names and types, quirks included (https://data.police.uk/docs/): latitudes and longitudes are strings,
`issue-date` has a hyphen, times are local and say no zone, long texts are fragments of HTML. A client needs only
another base address. Crimes, outcomes and searches are not held here, so their paths do not exist.
"""
