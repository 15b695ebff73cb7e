"""A playbook for other programs: each entry resolved once, with what leads to it and from it."""
