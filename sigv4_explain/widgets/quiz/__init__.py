"""Quiz: the questions of a chapter, to be answered."""
