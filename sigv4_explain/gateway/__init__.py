"""A local AWS front: API Gateway, a function URL and STS, which accept or refuse in AWS's own words."""
