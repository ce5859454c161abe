"""`doctor`: what is well, what is not, what to do."""

from __future__ import annotations

import typer

from amends.site.command.tour import app
from amends.site.health import Health, examine

_COLOURS = {"ok": typer.colors.GREEN, "warning": typer.colors.YELLOW, "error": typer.colors.RED}


@app.command()
def doctor() -> None:
    """Look at the database, its guards, keys, mail, disk and worker. Exit code 1 when something is an error."""
    seen = list(examine())
    for health in seen:
        _show(health)
    if any(health.state == "error" for health in seen):
        raise typer.Exit(1)


def _show(health: Health) -> None:
    typer.secho(f"{health.state:<9}", fg=_COLOURS[health.state], nl=False)
    typer.echo(health.sentence)
    if health.remedy:
        typer.echo(f"{'':<9}→ {health.remedy}")
