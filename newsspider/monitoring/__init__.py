"""Whether a run went well: alarms, compared with the runs before it; pure."""
