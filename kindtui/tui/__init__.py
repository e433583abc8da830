"""The full-screen app. The only package that imports textual; it calls services and never the command line."""
