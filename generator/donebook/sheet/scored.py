"""What observers of a role-play score: five behaviors of the rep, each with the words they heard."""

# In the order in which they are seen. Their words stand below `paper.behavior`.
BEHAVIORS = ("asked-first", "their-words", "who-checks", "heard-shift", "next-step")
MOST_POINTS = 2  # for each: not heard, once or half, clearly
