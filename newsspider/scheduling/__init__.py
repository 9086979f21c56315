"""When an address is asked again, how fast a server is asked, which addresses are traps; pure."""
