"""The parts of the READMEs that the program writes itself: its commands. Used by cog, never at run time."""

import click

from .cli import root, summary


def command_table() -> str:
    """Return every command with what it does, as Markdown."""
    context = click.Context(root, info_name="rowback")
    lines = ["| command | does |", "|---|---|"]
    for name in root.list_commands(context):
        command = root.get_command(context, name)
        if command is None:
            raise LookupError(name)
        words = command.collect_usage_pieces(click.Context(command, info_name=name))
        usage = _cell(" ".join([name, *(word for word in words if word != "[OPTIONS]")]))
        lines.append(f"| `{usage}` | {_cell(summary(name))} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
