"""Question banks as companies have them: one list of questions in the forms they come in."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openpyxl import Workbook

from donebook.playbook import Playbook
from donebook.text import rich_words

# Who a sheet names; some by a title that the playbook only mentions, one that it doesn't know.
_WHO = ("Champion", "CFO", "User lead", "Controller", "Finance", "CISO", "Head of RevOps")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a bank."""

    stage: str
    ask: str
    why: str
    role: str


def bank(playbook: Playbook) -> list[Asked]:
    """Every ask and every follow-up of a playbook as a company's own, by stage: real sentences."""
    found: list[Asked] = []
    for question in playbook.spoken:
        stage = playbook.vocabulary.stages[question.stage].name
        for ask in (question.ask, *(follow_up.ask for follow_up in question.follow_ups)):
            why = " ".join(rich_words(question.why).split()[:12])
            found.append(Asked(str(stage), str(ask), why, _WHO[len(found) % len(_WHO)]))
    order = list(playbook.vocabulary.stages.values())
    place = {str(stage.name): number for number, stage in enumerate(order)}
    return sorted(found, key=lambda one: place[one.stage])


def workbook(asked: Sequence[Asked]) -> bytes:
    """A workbook as a team keeps it: a title, odd headings, stages merged down, a hidden sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Discovery Qs v7"
    sheet.append(["ACME discovery questions, last edited by Sam"])
    sheet.append([])
    sheet.append(
        ["Sales phase", "#", "What to ask (verbatim)", "Ask whom", "Why we ask", "Good sign"]
    )
    row = 4
    for stage in dict.fromkeys(one.stage for one in asked):
        first = row
        for one in (one for one in asked if one.stage == stage):
            sheet.append(
                [None, row - 3, f"{row - 3}. {one.ask}", one.role, one.why, "A name\nA date"]
            )
            row += 1
        sheet.cell(first, 1, stage)
        sheet.merge_cells(start_row=first, end_row=row - 1, start_column=1, end_column=1)
    hidden = book.create_sheet("Archive")
    hidden.append(["Question"])
    hidden.append(["What is your budget?"])
    hidden.sheet_state = "hidden"
    return saved(book)


def saved(book: Workbook) -> bytes:
    """A workbook's bytes."""
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def excel_text(asked: Sequence[Asked]) -> bytes:
    """Unicode text as Excel saves it: UTF-16, semicolons, a cell over two lines."""
    into = io.StringIO(newline="")
    table = csv.writer(into, delimiter=";")
    table.writerow(["Phase", "Frage", "Ansprechpartner", "Wozu"])
    table.writerows([one.stage, one.ask, one.role, f"{one.why}\nDanach zuhören."] for one in asked)
    return into.getvalue().encode("utf-16")


def note_page(asked: Sequence[Asked]) -> bytes:
    """A page as a note app exports it: a property below the title, toggles with labels inside."""
    lines = ["# Discovery questions", "", "Owner: Sales enablement", "Tags: discovery", ""]
    lines += ["<aside>", "💡 Read two of these before each call.", "</aside>", ""]
    for stage in dict.fromkeys(one.stage for one in asked):
        lines += [f"## {stage}", ""]
        for one in (one for one in asked if one.stage == stage):
            lines += [
                f"- [ ]  {one.ask}",
                f"    - **Why:** {one.why}",
                f"    - **Role:** {one.role}",
            ]
            lines += ["    - **Red flags:**", "        - Shrugs", "        - Looks at the clock"]
        lines.append("")
    return "\n".join(lines).encode()


def wiki_page(asked: Sequence[Asked]) -> bytes:
    """A page as a wiki exports it: a heading for each stage, and a table in HTML below it."""
    return "\n".join(_wiki(asked)).encode()


def _wiki(asked: Sequence[Asked]) -> Iterator[str]:
    yield "# Question bank"
    yield ""
    yield "We ask few of these in one call, and never all of them."
    for stage in dict.fromkeys(one.stage for one in asked):
        some = [one for one in asked if one.stage == stage]
        yield f"\n## {stage}\n"
        yield '<table class="confluenceTable"><tbody>'
        yield "<tr><th>Why</th><th><p>Question</p></th><th>Who</th></tr>"
        for at in range(0, len(some), 2):
            pair = some[at : at + 2]
            span = f' rowspan="{len(pair)}"' if len(pair) > 1 else ""
            for n, one in enumerate(pair):
                why = f"<td{span}><p>{pair[0].why}</p></td>" if not n else ""
                yield f"<tr>{why}<td><p>{one.ask}</p></td><td><ul><li>{one.role}</li></ul></td></tr>"
        yield "</tbody></table>"
