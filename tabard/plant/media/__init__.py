"""Pictures, made safe: re-encoded, sized for phones, described in words.

A picture is added once, with its alternative text, and then shown by whoever holds a foreign key to it. Removing it
deletes its bytes wherever they are kept; the row stays for as long as something points to it. Whoever takes it out of
one thing to use it in another keeps it after all, at an address that the public was not told. What nothing has pointed
to for a day is swept away.
"""
