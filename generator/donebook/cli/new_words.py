"""`donebook new words LANGUAGE`: a language's file of words, to translate."""

import click

from donebook.cli.main import FINE, project_root
from donebook.config import CONFIG_PATH
from donebook.files import write_whole
from donebook.language import is_known, languages, words_path
from donebook.source import Folder
from donebook.write import Refused, with_words


@click.command(name="words")
@click.argument("language", metavar="LANGUAGE")
@click.pass_context
def words(ctx: click.Context, language: str) -> int:
    """Write site-config/words/LANGUAGE.yaml with every word that the language lacks, to translate.

    Each stands empty, with its English behind it. What is in the file already stays as it is, so run
    it again after an upgrade. LANGUAGE is a code such as fr or pt-br.

    Example: donebook new words fr
    """
    code = language.lower().replace("_", "-")
    if not is_known(code):
        raise click.UsageError(
            f'"{language}" is no language that Unicode knows, such as fr or pt-br.'
        )
    root = project_root(ctx)
    path = words_path(code)
    try:
        content, missing = with_words(Folder(root), code)
    except Refused as refused:
        raise click.UsageError(str(refused)) from None
    if not missing and code in languages(Folder(root)):
        click.echo(f"Nothing is missing. What you say otherwise goes into {path}.")
        return FINE
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    write_whole(root / path, content)
    click.echo(f"{path}\n{missing:,} words and sentences are empty there, each with its English.")
    click.echo(f"Say language: {code} in {CONFIG_PATH}. donebook check counts what is left.")
    return FINE
