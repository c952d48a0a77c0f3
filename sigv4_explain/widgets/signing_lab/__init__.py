"""SigningLab: edit a request, and watch every value of its signature follow."""
