"""Rules that both Python and the scripts of a page know, by cases that both run.

The other half is `tests/browser_logic/shared.test.js`.
"""

import json
from typing import Any

import pytest

from donebook.ids import sign_number
from donebook.index.coded import Numbers, pieces, words
from donebook.index.stems import changes, stem
from donebook.pages.chart.layout import COLUMNS, GROUP, PORTS, Node, natural, path_of, stacked
from donebook.playbook import Playbook
from donebook.rules.phrasing import phrasing_of
from projects import CHECKOUT


def cases(name: str) -> Any:
    return json.loads((CHECKOUT / f"tests/cases/browser/{name}.json").read_text("utf-8"))


MAP = cases("map")


@pytest.mark.parametrize("case", cases("words"), ids=lambda case: case["text"])
def test_a_text_is_cut_into_words(case: dict[str, Any]) -> None:
    assert pieces(case["text"]) == case["pieces"]
    assert words(case["text"]) == [word.lower() for word in case["words"]]


def test_a_number_is_written_in_few_characters() -> None:
    numbers = Numbers([[f"{number:05}"] for number in range(12_000)])
    for case in cases("numbers"):
        assert numbers.write([numbers.words[case["number"]]]) == case["code"]


@pytest.mark.parametrize("case", cases("stems"), ids=lambda case: case["language"])
def test_words_become_stems(case: dict[str, Any]) -> None:
    assert [stem(word, case["language"]) for word in case["words"]] == case["stems"]
    assert changes(case["words"], case["language"]) == "\n".join(case["changes"])


@pytest.mark.parametrize("case", cases("signs"), ids=lambda case: case["text"])
def test_a_sign_has_a_number(case: dict[str, str]) -> None:
    assert sign_number(case["text"]) == case["number"]


@pytest.mark.parametrize(
    ("code", "case"),
    [(code, case) for code, found in cases("phrasing")["cases"].items() for case in found],
    ids=lambda case: case if isinstance(case, str) else case["text"],
)
def test_a_sentence_is_put_like_this(code: str, case: dict[str, Any]) -> None:
    phrasing, product = phrasing_of(code), cases("phrasing")["product"]
    assert phrasing
    as_content = case["text"].replace(product, "{product}")
    assert phrasing.seller_act(as_content) == (case["ours"] and case["ours"].replace(product, "{product}"))  # fmt: skip
    assert phrasing.feature(case["text"], product) == case["feature"]
    assert phrasing.fuzzy(case["text"]) == case["fuzzy"]
    assert phrasing.is_measurable(case["text"]) == case["measurable"]
    assert phrasing.is_unknown(case["text"]) == case["unknown"]


def test_browsers_get_the_lists_that_these_cases_run_with(request: pytest.FixtureRequest) -> None:
    """What the logic tests read is what a site sends; `--accept` writes it anew."""
    product, sent = cases("phrasing")["product"], {}
    for code in cases("phrasing")["cases"]:
        phrasing = phrasing_of(code)
        assert phrasing
        sent[code] = {name: list(found) for name, found in phrasing.for_browsers(product).items()}
    if request.config.getoption("--accept"):
        text = json.dumps(sent, indent=1, ensure_ascii=False) + "\n"
        (CHECKOUT / "tests/cases/browser/phrasing-rules.json").write_text(text, "utf-8")
    assert cases("phrasing-rules") == sent


def test_a_map_has_these_measures() -> None:
    assert MAP["group"] == GROUP
    assert {how.replace("_", "-"): port for how, port in PORTS.items()} == MAP["ports"]


@pytest.mark.parametrize("case", MAP["natural"])
def test_a_column_has_a_least_height(case: dict[str, Any]) -> None:
    assert natural(case["heights"]) == case["height"]


@pytest.mark.parametrize("case", MAP["stacked"])
def test_a_column_is_stacked(case: dict[str, Any]) -> None:
    parts = [(part["height"], part["keeps"]) for part in case["parts"]]
    assert stacked(parts, case["height"]) == case["tops"]


@pytest.mark.parametrize("case", MAP["paths"])
def test_a_line_leads_from_box_to_box(case: dict[str, Any], playbook: Playbook) -> None:
    entry = playbook.questions[0]

    def node(box: dict[str, int], column: int) -> Node:
        return Node(0, entry, COLUMNS[column], box["y"], box["height"])

    source, target = (node(case[end], case[end]["column"]) for end in ("from", "to"))
    middle = [node(box, 1) for box in case["middle"]]
    assert path_of(source, target, MAP["ports"][case["how"]], middle) == case["path"]
