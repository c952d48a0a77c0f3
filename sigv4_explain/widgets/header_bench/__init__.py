"""HeaderBench: which headers are signed, and how their lines are written."""
