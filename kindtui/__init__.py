"""kindtui: a terminal toolkit for community managers who practise the kindness economy."""

__version__ = "0.1.0"
