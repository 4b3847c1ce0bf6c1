"""A newsroom's own package, as docs/extending.md tells how to write one."""
