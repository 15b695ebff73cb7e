"""Who is in a role-play, and what its observer scores: five behaviors of the rep, each with words."""

# Whose card a link leads to: what stands behind the role-play's id in the address.
ROLES = ("rep", "buyer", "observer")
# In the order in which they are seen. Their words stand below `paper.behavior`.
BEHAVIORS = ("asked-first", "their-words", "who-checks", "heard-shift", "next-step")
MOST_POINTS = 2  # for each: not heard, once or half, clearly
