"""What a run makes of an answer: judged, read, joined with what is kept, with what it leads to."""
