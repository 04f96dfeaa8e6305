"""The simulated national ID of the demonstration: an OpenID Connect provider in a process of its own.

Nobody proves anything here, one taps a name. It exists so that the sign-in of the main site can be the real one.

    python -m madang.site.demo_identity
"""
