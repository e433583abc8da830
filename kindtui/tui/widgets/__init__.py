"""Widgets that sections share. They know nothing of their parents: state goes down, messages go up."""
