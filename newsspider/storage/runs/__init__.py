"""The tables of runs: captures, counts, outcomes, alarms."""
