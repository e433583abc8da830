"""Contributions: the kind acts, the thanks for them, and the spotlights that people agreed to."""
