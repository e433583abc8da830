"""Records and rules. No files, no screen; the clock and the ids are passed in."""
