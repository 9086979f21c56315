"""Compare a run with the runs before it and raise alarms; pure."""
