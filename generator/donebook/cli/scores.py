"""`donebook collect --scores`: who is certified, from lists of points."""

from collections.abc import Sequence
from pathlib import Path

import click

from donebook.bring import MOST_BYTES, Wrong
from donebook.cli.handed_over import content_of
from donebook.cli.main import FINE, PROBLEMS
from donebook.collect.scores import SCORES_FORMATS, Score, read_scores, standings
from donebook.markup import encodable, visible
from donebook.message import Message
from donebook.playbook import Playbook


def tell_certified(playbook: Playbook, files: Sequence[Path], form: str) -> int:
    """Print who is certified; a row that can't be counted is told at its place, and the others count."""
    language, rule = playbook.language, playbook.config.certified
    scores: list[Score] = []
    problems: list[tuple[Path, Wrong]] = []
    for path in files:
        content = content_of(path, MOST_BYTES)
        if isinstance(content, Message):
            problems.append((path, Wrong(1, 1, content)))
            continue
        found, wrong = read_scores(path.name, content, language)
        scores += found
        problems += [(path, one) for one in wrong]
    click.echo(encodable(SCORES_FORMATS[form](rule, standings(rule, scores), language)))
    for path, one in problems:
        said = f"{path}:{one.row}:{one.column}: {language.tell(one.said)}"
        click.echo(encodable(visible(said)), err=True)
    return PROBLEMS if problems else FINE
