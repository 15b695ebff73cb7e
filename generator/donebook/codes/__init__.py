"""The codes of what can be wrong before rules look at meaning: bytes and YAML (S), fields (M)."""
