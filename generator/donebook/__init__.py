"""donebook: qualification questions, definitions of done and loss reasons as a site and as sheets."""
