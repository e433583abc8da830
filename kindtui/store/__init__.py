"""The workspace on disk: records in journaled TinyDB tables, documents as text files. The only home of tinydb."""
