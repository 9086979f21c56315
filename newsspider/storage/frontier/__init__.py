"""The frontier: which addresses of a site a run asks, and in what order."""
