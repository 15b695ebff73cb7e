"""What an engine needs to know of a playbook: name, address, navigation, brand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from donebook.pages import address
from donebook.playbook import Playbook


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """Settings under the names that MkDocs gives them."""

    site_name: str
    site_description: str | None
    site_url: str | None
    nav: list[Any]
    extra: Mapping[str, Any] = field(default_factory=dict)


def engine_settings(playbook: Playbook) -> EngineSettings:
    """The settings of one playbook; the same for every engine."""
    config = playbook.config
    return EngineSettings(
        site_name=str(config.name),
        site_description=str(config.description) if config.description else None,
        site_url=config.address,
        nav=_nav(playbook),
        extra={"donebook": {"publish": config.publish}},
    )


def _nav(playbook: Playbook) -> list[Any]:
    """Stages and hubs only, without counts: it stands on every page."""
    stages = playbook.vocabulary.stages
    return [
        {"Home": address.HOME},
        {"Where is the deal?": [{str(s.name): address.of_stage(i)} for i, s in stages.items()]},
        {
            "Look by": [
                {"What buyers say": address.PHRASES},
                {"Definitions of done": address.of_kind("pattern")},
                {"Loss reasons": address.of_kind("loss-reason")},
                {"Questions": address.of_kind("question")},
                {"Buyer roles": address.ROLES},
                {"The four tests": address.TESTS},
                {"Deal checks": address.CHECKS},
                {"Frameworks": address.FRAMEWORKS},
                {"Coverage map": address.COVERAGE},
                {"Glossary": address.GLOSSARY},
            ]
        },
        {
            "Print": [
                {"Sheets": address.of_kind("worksheet")},
                {"Role-plays": address.of_kind("exercise")},
            ]
        },
    ]
