"""Walk: the lab one idea a step, where any value may be replaced."""
