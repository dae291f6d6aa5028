"""Guidelines: the short rules that officers and residents agreed on, and the check of each draft against them.

A guideline is a public page of numbered sentences; a rule serves one of them; a finding is what a rule found in a
draft: where, how grave, and what to do. A decision is what the gravest finding asks for: publish, ask, review or
refuse.
"""
