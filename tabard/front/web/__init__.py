"""What residents see: home, neighbourhood, officer, post and badge pages, and the search over them.

Words: the *index* is what the search reads, one *entry* for each neighbourhood (*place*), officer (*person*) and public
post; a *card* is how a post is shown in a list.
"""
