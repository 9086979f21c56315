"""What attacks newsspider: servers and bodies made to take it down, for tests and to be run by hand."""
