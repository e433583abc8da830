"""The composition root: one folder, opened, with everything a person can do in it."""

from kindtui.workspace.opening import Workspace, init_workspace, open_workspace

__all__ = ["Workspace", "init_workspace", "open_workspace"]
