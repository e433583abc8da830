"""The roster: who the members are."""
