"""The engines: MkDocs run from Python, ProperDocs and Zensical as programs."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from donebook.facts import remembered
from donebook.pages import View
from donebook.playbook import Playbook
from donebook.progress import stage
from donebook.site.generate import ASSETS, BUILD, PAGES, THEME, Generated, write
from donebook.site.settings import engine_settings

if TYPE_CHECKING:
    from donebook.site.themed import Themed

MKDOCS_CONFIG = "mkdocs.yml"
OTHER_ENGINES = ("properdocs", "zensical")
ENGINES = ("mkdocs", *OTHER_ENGINES)
SITE = "site"  # in the folder of a run
PLUGIN = "donebook"
_TEMPLATES = {"404.html", "sitemap.xml"}  # what a theme makes besides pages, if nobody adds to it
_EPOCH = "SOURCE_DATE_EPOCH"  # reproducible-builds.org


class EngineFailed(Exception):  # noqa: N818 - a verdict in the engine's words
    """The engine could not build, or warned; the message holds what it said."""


class _Heard(logging.Handler):
    """Keeps what the engine logs from warnings upwards."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())

    def refuse(self) -> None:
        """Raises EngineFailed where anything was logged."""
        if self.lines:
            raise EngineFailed("\n".join(self.lines))


def files_for(engine: str, made: Generated) -> Generated:
    """What is to be written before an engine runs: MkDocs takes all of it as it is in memory."""
    return replace(made, pages={}, files={}) if engine == "mkdocs" else made


def run_engine(
    engine: str, root: Path, playbook: Playbook, made: Generated, run: Path, *, for_folder: bool
) -> Path:
    """Have an engine build what was generated and written into the folder of a run.

    A site that is opened `for_folder`, without a server, names each file in its links. Returns the
    folder of the site. Raises EngineFailed on any warning: a link that leads nowhere is no small
    thing here.
    """
    with dated(playbook):
        if engine == "mkdocs":
            _run_mkdocs(root, playbook, made, run, for_folder=for_folder)
        else:
            _run_program(engine, root, playbook, made, run, for_folder=for_folder)
    return run / SITE


@contextmanager
def set_up(root: Path, playbook: Playbook, made: Generated, run: Path) -> "Iterator[Themed | None]":
    """Have MkDocs build all of a site but its pages, each of which can then be put into the theme.

    None, and nothing is built, where the playbook's own MkDocs settings ask for more than that
    (`_is_simple`). Raises EngineFailed on any warning; for one of a page, `html` does.
    """
    with dated(playbook), _configured(root, playbook, made, run) as (config, heard):
        if not _is_simple(config):
            yield None
            return
        plugin = config.plugins[PLUGIN]
        plugin.take(made, apart=True)
        with stage("Building the site with mkdocs"):
            _build(config, heard)
        themed = plugin.themed(heard.refuse)
        themed.write_sitemap()
        yield themed


def _is_simple(config: Any) -> bool:
    """Whether nothing in MkDocs' settings looks at all pages, or keeps some of them back."""
    templates = {*config.theme.static_templates, *config.extra_templates}
    held_back = config.exclude_docs or config.draft_docs
    return [*config.plugins] == [PLUGIN] and templates <= _TEMPLATES and not held_back


def _run_mkdocs(
    root: Path, playbook: Playbook, made: Generated, run: Path, *, for_folder: bool
) -> None:
    """In this process, with our plugin off but for handing over pages and files."""
    with _configured(root, playbook, made, run) as (config, heard):
        plugin = config.plugins.get(PLUGIN)
        if plugin is None:  # a company's settings are without it
            write(root, made, run)
        else:
            plugin.take(made, apart=False)
        if for_folder:
            _open_from_folder(config)
        _build(config, heard)


@contextmanager
def _configured(
    root: Path, playbook: Playbook, made: Generated, run: Path
) -> Iterator[tuple[Any, _Heard]]:
    """The settings of MkDocs for a run, and what it says until the end. Raises EngineFailed."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    heard = _Heard()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(heard)
    try:
        config = load_config(
            str(root / MKDOCS_CONFIG), docs_dir=str(run / PAGES), site_dir=str(run / SITE)
        )
        apply_settings(config, playbook, run / THEME, made)
        yield config, heard
    except MkDocsException as error:
        raise EngineFailed("\n".join([*heard.lines, str(error)])) from error
    finally:
        logger.removeHandler(heard)


def _build(config: Any, heard: _Heard) -> None:
    from mkdocs.commands.build import build

    build(config)
    heard.refuse()


def _run_program(
    engine: str, root: Path, playbook: Playbook, made: Generated, run: Path, *, for_folder: bool
) -> None:
    settings = _flat(root, playbook, engine, made)
    settings |= {"docs_dir": PAGES, "site_dir": SITE, "theme": {**settings["theme"], "custom_dir": THEME}}  # fmt: skip
    if for_folder:
        settings = _for_folder(settings)
    _write_settings(run / MKDOCS_CONFIG, settings)
    program = Path(sys.executable).parent / engine
    if not program.is_file():
        raise EngineFailed(f"{engine} is not installed; install it with: pip install {engine}")
    done = subprocess.run(  # noqa: S603 - a program that was installed next to this one
        [program, "build", "--strict", "-f", MKDOCS_CONFIG],
        cwd=run,
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    if done.returncode or "WARNING" in said:
        raise EngineFailed(f"{engine} refused the pages:\n{said.strip()}")


def _for_folder(settings: dict[str, Any]) -> dict[str, Any]:
    """The settings file of a site that is opened without a server."""
    theme, extra = settings["theme"], settings["extra"]
    return {
        **{name: value for name, value in settings.items() if name != "site_url"},
        "use_directory_urls": False,
        "theme": {**theme, "features": [f for f in theme["features"] if "instant" not in f]},
        "extra": {**extra, "donebook": {**extra["donebook"], "offline": True}},
    }


def apply_settings(config: Any, playbook: Playbook, theme: Path, made: Generated) -> None:
    """Give MkDocs' configuration what comes from the playbook, and the folder of the theme."""
    settings = engine_settings(playbook, made)
    config.site_name = settings.site_name
    config.site_description = settings.site_description
    config.site_url = settings.site_url or ""
    config.nav = settings.nav
    config.theme["language"] = settings.language
    if settings.logo:
        config.theme["logo"] = f"{ASSETS}/{settings.logo}"
    config.extra.update(settings.extra)
    if str(theme) not in config.theme.dirs:
        config.theme.dirs.insert(0, str(theme))


@contextmanager
def dated(playbook: Playbook) -> Iterator[None]:
    """Have the engine date what it writes by the content, unless the environment names a date."""
    if _EPOCH in os.environ:
        yield
        return
    os.environ[_EPOCH] = str(_newest(playbook))
    try:
        yield
    finally:
        del os.environ[_EPOCH]


def _open_from_folder(config: Any) -> None:
    config.use_directory_urls = False
    config.site_url = ""
    config.extra["donebook"]["offline"] = True
    config.theme["features"] = [f for f in config.theme["features"] if "instant" not in f]


@remembered
def _newest(playbook: Playbook) -> int:
    """Seconds since 1970 of the newest review: the site's date, the same on every machine."""
    days = [day for entry in playbook.entries.values() if (day := entry.reviewed)]
    day = max(days) if days else datetime(2000, 1, 1, tzinfo=UTC).date()
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def engine_config_path(engine: str) -> str:
    """The settings file of another engine, from the project root; git ignores it."""
    return f"mkdocs.{engine}.yml"


def engine_view(engine: str | None, *, for_folder: bool = False) -> View:
    """From where an engine follows the links of the pages that it is given."""
    if engine == "zensical":
        return View.SOURCE
    return View.FOLDER if for_folder else View.SERVER


def write_engine_config(root: Path, playbook: Playbook, engine: str, made: Generated) -> Path:
    """Write a flat settings file with which another engine builds the pages in `build`."""
    place = root / engine_config_path(engine)
    _write_settings(place, _flat(root, playbook, engine, made))
    return place


def _write_settings(place: Path, settings: Mapping[str, Any]) -> None:
    place.write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), "utf-8")


def _flat(root: Path, playbook: Playbook, engine: str, made: Generated) -> dict[str, Any]:
    base = yaml.safe_load((root / MKDOCS_CONFIG).read_text(encoding="utf-8"))
    settings = engine_settings(playbook, made)
    theme = {**base["theme"], "custom_dir": f"{BUILD}/{THEME}", "language": settings.language}
    plugins = [plugin for plugin in base.get("plugins", []) if plugin != PLUGIN]
    if settings.logo:
        theme["logo"] = f"{ASSETS}/{settings.logo}"
    if engine == "zensical":
        theme["variant"] = "classic"  # the same look as under MkDocs
        plugins.append({"search": {"enabled": False}})  # on unless it says otherwise
    own = {
        "site_name": settings.site_name,
        "site_description": settings.site_description,
        "site_url": settings.site_url,
        "nav": settings.nav,
        "docs_dir": f"{BUILD}/{PAGES}",
        "site_dir": f"{BUILD}/site-{engine}",
        "plugins": plugins,
        "theme": theme,
        "extra": {**base.get("extra", {}), **settings.extra},
    }
    return {key: value for key, value in {**base, **own}.items() if value is not None}
