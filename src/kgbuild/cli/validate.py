"""``kgbuild validate``: hold the shapes against any graph."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.cli.endings import Exit
from kgbuild.cli.layout import counted
from kgbuild.cli.settings import PREFIX, settings_options
from kgbuild.model import Problem, Severity

_IDLE = "no shape found anything to look at, so nothing was checked; give a graph that kgbuild built"


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--strict", is_flag=True, envvar=f"{PREFIX}STRICT", help="Let warnings count as errors.")
@settings_options
def validate(files: tuple[Path, ...], strict: bool, quiet: bool, verbose: bool) -> int:
    """Check graphs (.ttl, .nt, .nq, .trig, .jsonld, .rdf; or folders that 'kgbuild build' wrote) against the shapes."""
    from kgbuild.graphs import graph_file, read_triples
    from kgbuild.reporting import as_text, find
    from kgbuild.resources import folder
    from kgbuild.validation import Validator

    validator = Validator(folder("shapes"))
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    conforms = True
    for file in map(graph_file, files):
        triples = list(read_triples(file))
        violations = validator.validate(triples)
        idle = not violations and not validator.looks_at(triples)
        for found in violations:
            seen = " ".join(part for part in (found.path, found.value) if part)
            message = f"<{found.focus}>{': ' + seen if seen else ''}: {found.message}"
            if not quiet or found.severity is Severity.ERROR:
                click.echo(as_text(find(Problem(found.shape, found.severity, message, str(file)), shacl=True)))
        if idle and not quiet:
            click.echo(as_text(find(Problem("nothing-to-check", Severity.WARNING, _IDLE, str(file)))))
        failed = sum(found.severity in failing for found in violations) + (idle and strict)
        conforms = conforms and not failed
        if not quiet and not idle:
            click.echo(f"{file}: {'conforms' if not failed else counted(failed, 'violation')}")
        if verbose:
            click.echo(f"{file}: {counted(len(violations), 'result')} of all severities", err=True)
    return Exit.FINE if conforms else Exit.DOES_NOT_CONFORM
