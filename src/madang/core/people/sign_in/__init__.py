"""Sign-in: the national ID through OpenID Connect, and passkeys.

`configuration` gives the settings, `verification` checks what the identity provider says, `adapters` decides who it is,
`national_id` is the OpenID Connect client, `passkeys` and `pages` are what people see.
"""
