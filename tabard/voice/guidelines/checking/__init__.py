"""The check itself: plain Python, without database and network.

`catalogue.check(draft, context, rulebook)` gives findings. A draft is folded (folding), read into words, sentences and
marks of lexicons (reading), and each rule (rules/) looks at that.
"""
