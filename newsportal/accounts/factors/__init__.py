"""The second factor: codes of an app on the phone, and codes for when it is lost (feature R9)."""
