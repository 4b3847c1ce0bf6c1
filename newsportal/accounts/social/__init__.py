"""Signing in by another service that speaks OpenID Connect, named in the environment (R9)."""
