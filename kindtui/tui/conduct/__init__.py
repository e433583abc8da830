"""The room of conduct documents: read, written, checked and rendered."""
