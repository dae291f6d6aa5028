"""Sign-in with a second factor, and the roles that people at the force hold. Residents need no account.

Words: a *user* is a person of the force who signs in; nobody can sign up, the digital lead *invites*. A *second factor*
is an authenticator app (TOTP) or a passkey; a code sent by e-mail is none. A session has *shown* it once it was asked.

Of the roles, only the digital lead's opens pages that others may not; sergeants and safeguarding leads do what officers
do.
"""
