"""Styles that stand in the elements themselves: GitHub, and whoever opens a saved notebook, has no style sheet."""

LEFT = "text-align: left; vertical-align: top"
"""For a cell: else Jupyter puts it on the right."""
WRAPPED = "white-space: pre-wrap; overflow-wrap: anywhere; word-break: break-all"
"""For a value that must be whole, however narrow the page is."""
MARKED = "background-color: #ffd0c7; color: #111111"
"""For what differs."""
