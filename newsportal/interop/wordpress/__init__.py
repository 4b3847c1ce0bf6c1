"""Reading what a WordPress site exports (WXR) and bringing it into this portal.

`reading` turns the file into typed entries, `sorting`, `dates`, `sections`, `addresses` and
`bodies` are pure rules about one entry each, `importing` writes.
"""
