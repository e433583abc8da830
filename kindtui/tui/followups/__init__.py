"""The room of follow-ups: what was promised to people, and whether it helped."""
