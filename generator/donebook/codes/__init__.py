"""The codes of what rules don't look for: bytes and YAML (S), fields (M), the run itself (X)."""
