"""MkDocs run from Python, and settings files for the engines that are run by hand."""

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from donebook.pages import address
from donebook.playbook import Playbook
from donebook.site.generate import ASSETS, PAGES, THEME
from donebook.site.settings import EngineSettings, engine_settings

MKDOCS_CONFIG = "mkdocs.yml"
OTHER_ENGINES = ("properdocs", "zensical")
PLUGIN = "donebook"
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


def build_with_mkdocs(
    root: Path, playbook: Playbook, into: Path, *, for_folder: bool = False
) -> None:
    """Build the generated pages into a folder, with our plugin off.

    A site that is opened `for_folder`, without a server, names each file in its links.

    Raises EngineFailed on any warning: a link that leads nowhere is no small thing here.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    heard = _Heard()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(heard)
    try:
        config = load_config(str(root / MKDOCS_CONFIG), site_dir=str(into))
        plugin = config.plugins.get(PLUGIN)
        if plugin is not None:
            plugin.is_off = True
        apply_settings(config, root, playbook)
        if for_folder:
            _open_from_folder(config)
        with dated(playbook):
            build(config)
    except MkDocsException as error:
        raise EngineFailed("\n".join([*heard.lines, str(error)])) from error
    finally:
        logger.removeHandler(heard)
    if heard.lines:
        raise EngineFailed("\n".join(heard.lines))


def apply_settings(config: Any, root: Path, playbook: Playbook) -> None:
    """Give MkDocs' configuration what comes from the playbook."""
    settings = engine_settings(playbook, has_news=_has_news(root))
    config.site_name = settings.site_name
    config.site_description = settings.site_description
    config.site_url = settings.site_url or ""
    config.nav = settings.nav
    config.theme["language"] = settings.language
    if settings.logo:
        config.theme["logo"] = f"{ASSETS}/{settings.logo}"
    config.extra.update(settings.extra)
    theme = str(root / THEME)
    if theme not in config.theme.dirs:
        config.theme.dirs.insert(0, theme)


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


def _has_news(root: Path) -> bool:
    return (root / PAGES / address.NEWS).is_file()


def _newest(playbook: Playbook) -> int:
    """Seconds since 1970 of the newest review: the site's date, the same on every machine."""
    days = [entry.reviewed for entry in playbook.entries.values()]
    day = max(days) if days else datetime(2000, 1, 1, tzinfo=UTC).date()
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def engine_config_path(engine: str) -> str:
    """The settings file of another engine, from the project root; git ignores it."""
    return f"mkdocs.{engine}.yml"


def write_engine_config(root: Path, playbook: Playbook, engine: str) -> Path:
    """Write a flat settings file with which another engine builds the same pages."""
    place = root / engine_config_path(engine)
    base = yaml.safe_load((root / MKDOCS_CONFIG).read_text(encoding="utf-8"))
    flat = _flat(base, engine_settings(playbook, has_news=_has_news(root)), engine)
    place.write_text(yaml.safe_dump(flat, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return place


def _flat(base: Mapping[str, Any], settings: EngineSettings, engine: str) -> dict[str, Any]:
    theme = {**base["theme"], "custom_dir": THEME, "language": settings.language}
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
        "docs_dir": PAGES,
        "site_dir": f"build/site-{engine}",
        "plugins": plugins,
        "theme": theme,
        "extra": {**base.get("extra", {}), **settings.extra},
    }
    return {key: value for key, value in {**base, **own}.items() if value is not None}
