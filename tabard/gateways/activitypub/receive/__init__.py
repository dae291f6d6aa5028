"""Their words turned into ours: everything in a document from elsewhere is looked at here before it is used.

What cannot be used is left out where it adds something, and the whole is refused where it cannot do without.
"""
