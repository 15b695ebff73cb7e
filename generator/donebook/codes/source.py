"""Codes of the family `source` (S): bytes, YAML, limits, file names."""

from donebook.problem import Code

_FILE = "questions/why-now.yaml"

NOT_A_FILE = Code(
    "S101",
    "Not a regular file",
    "A link can show something else on every machine, and could publish a file from outside the playbook.",
    "Replace it with a real file that holds the entry.",
    bad={},
    good={_FILE: "title: Why now\n"},
)
TOO_LARGE = Code(
    "S102",
    "File too large",
    "An entry is a page somebody reads before a call. A file of this size is something else that got in here by mistake.",
    "Keep one entry in one file, below 512 KiB. Put pictures and exports elsewhere.",
    bad={_FILE: "title: Why now\nwhy: " + "word " * 120_000 + "\n"},
    good={_FILE: "title: Why now\nwhy: word\n"},
)
NOT_UTF8 = Code(
    "S103",
    "Not UTF-8 text",
    "Saved in another encoding, an apostrophe or an accent would show as a wrong sign on every page.",
    'Save the file as UTF-8 (in the editor\'s "Save as" or "Encoding" menu).',
    bad={_FILE: "title: The caf\udce9 test\n"},
    good={_FILE: "title: The café test\n"},
)
UNSEEN = Code(
    "S104",
    "Invisible character",
    "A character that nobody can see makes two words that look the same differ, so search and links miss them.",
    "Delete the character; retyping the word by hand is the quickest way.",
    bad={_FILE: "title: Why\u200b now\n"},
    good={_FILE: "title: Why now\n"},
)
TAB = Code(
    "S105",
    "Tab used to indent",
    "Editors show a tab as two, four or eight spaces, so nobody can tell what belongs to what.",
    "Replace the tab with spaces, two for each level.",
    bad={_FILE: "listen_for:\n\tstrong: {}\n"},
    good={_FILE: "listen_for:\n  strong: {}\n"},
)
CURLY_QUOTES = Code(
    "S106",
    "Curly quotes around a value",
    "Word processors turn straight quotes into curly ones. They don't hold a text together, so they would be shown to readers.",
    "Type straight quotes. To show curly ones as part of the text, put straight single quotes around all of it: '“like this”'.",
    bad={_FILE: "title: “Why now”\n"},
    good={_FILE: 'title: "Why now"\n'},
)
NO_BREAK_SPACE = Code(
    "S107",
    "Non-breaking space in the structure",
    "Text copied from a web page or a word processor brings spaces that look right and aren't.",
    "Delete the space and type an ordinary one.",
    bad={_FILE: "title: Why now\n\u00a0\u00a0summary: x\n"},
    good={_FILE: "title: Why now\nsummary: x\n"},
)
DUPLICATE = Code(
    "S108",
    "Field given twice",
    "Only one of the two can count, and the other would vanish without a word.",
    "Keep one of them, or join the two.",
    bad={_FILE: "stage: open\nstage: discover\n"},
    good={_FILE: "stage: discover\n"},
)
EMPTY = Code(
    "S109",
    "Empty file",
    "The entry's page would be blank, and whatever refers to it would lead nowhere.",
    "Write the entry. If it should go away, leave one line behind: `retired: why it went`.",
    bad={_FILE: ""},
    good={_FILE: "title: Why now\n"},
)
NOT_FIELDS = Code(
    "S110",
    "Not a list of fields",
    "An entry is made of fields, each on a line as `name: value`. Anything else can't be shown.",
    "Begin with `title: …`.",
    bad={_FILE: "- Why now\n"},
    good={_FILE: "title: Why now\n"},
)
UNSUPPORTED = Code(
    "S111",
    "YAML that isn't used here",
    "Anchors, aliases, tags, merges and several documents in a file make an entry impossible to read for most editors, and some can stop the build.",
    "Write the text out, and put quotes around a text that starts with & * ! or %.",
    bad={_FILE: "title: &name Why now\n"},
    good={_FILE: 'title: "&name Why now"\n'},
)
TOO_MUCH = Code(
    "S112",
    "Nested too deep, or too many values",
    "No entry needs this. A file built like that is broken, or made to stop the build.",
    "Undo the last change to this file, or start again from another entry.",
    bad={_FILE: "title: " + "[" * 20 + "\n"},
    good={_FILE: "title: Why now\n"},
)
COLON = Code(
    "S113",
    "A colon inside a sentence",
    "A colon followed by a space ends a field's name, so the sentence would be cut in two.",
    "Put quotes around the whole sentence.",
    bad={_FILE: "title: Why now: and not last year\n"},
    good={_FILE: 'title: "Why now: and not last year"\n'},
)
UNCLOSED_QUOTE = Code(
    "S114",
    "A quote that isn't closed",
    "Everything after it counts as part of the text, up to the next quote.",
    "Close the quote at the end of the text. Inside '…' write an apostrophe twice: 'don''t'.",
    bad={_FILE: 'title: "Why now\nsummary: x\n'},
    good={_FILE: 'title: "Why now"\nsummary: x\n'},
)
UNCLOSED_BRACKET = Code(
    "S115",
    "A bracket that isn't closed",
    "The list or group goes on until its bracket closes, and swallows the fields behind it.",
    "Close it with ] or }, and put commas between the items. A text with a comma needs quotes.",
    bad={_FILE: "aliases: [now, urgent\nowner: x\n"},
    good={_FILE: "aliases: [now, urgent]\nowner: x\n"},
)
INDENT = Code(
    "S116",
    "Wrong indent",
    "Spaces at the start of a line say what it belongs to. This line belongs to nothing above it.",
    "Line it up with its neighbours of the same level: two spaces for each level.",
    bad={_FILE: "title: Why now\n  summary: x\n"},
    good={_FILE: "title: Why now\nsummary: x\n"},
)
SYNTAX = Code(
    "S117",
    "Not readable as YAML",
    "From here on the file can't be read, so its entry would be missing.",
    "Compare the line with the same field of another entry. A text that starts with a special sign needs quotes.",
    bad={_FILE: "title: @home\n"},
    good={_FILE: 'title: "@home"\n'},
)
BAD_KEY = Code(
    "S118",
    "Not a field's name",
    "A field is found by its name, and this one has none that could be found.",
    "Write `name: value`; put quotes around a value that starts with a bracket.",
    bad={_FILE: "[why, now]: x\n"},
    good={_FILE: "title: why, now\n"},
)
NO_COLON = Code(
    "S119",
    "No colon and space after a field's name",
    "Without `: ` the line counts as text, and the field is missing.",
    "Write the field's name, a colon, a space, then the value.",
    bad={_FILE: "title Why now\nsummary: x\n"},
    good={_FILE: "title: Why now\nsummary: x\n"},
)
FILE_NAME = Code(
    "S120",
    "File name can't be an id",
    "The file name is the entry's id and its address on the site; it has to work on every system and never change.",
    "Use lower-case letters, digits and single hyphens, at most 60 characters, ending in .yaml; a page of your own ends in .md.",
    bad={"questions/Small_Talk.yaml": "title: Small talk\n"},
    good={"questions/small-talk.yaml": "title: Small talk\n"},
)
STRAY_FILE = Code(
    "S121",
    "File in an unknown place",
    "The folder says what kind of entry a file is. In another folder it would be left out without a word.",
    "Move it to the folder of its kind.",
    bad={"question/why-now.yaml": "title: Why now\n"},
    good={_FILE: "title: Why now\n"},
)
NO_FILE = Code(
    "S122",
    "A file is missing",
    "Without it the playbook has no stages or no name, and no page can be made.",
    "Put the file back; `git log -- PATH` shows when it went.",
    bad={},
    good={},
)
SAME_NAME = Code(
    "S123",
    "Two spellings of one id",
    "Two files whose names differ only in capitals, hyphens or ending are one file on some systems, and one address on the site.",
    "Keep one of them, and merge what they say.",
    bad={_FILE: "title: Why now\n", "questions/why-now.yml": "title: Why now\n"},
    good={_FILE: "title: Why now\n"},
)

LOST = Code(
    "S124",
    "Text behind a #",
    "A # behind a space starts a comment, so the end of the sentence would be missing on the page.",
    "Put quotes around the whole text. A comment belongs on a line of its own.",
    bad={_FILE: "title: The #1 reason\n"},
    good={_FILE: 'title: "The #1 reason"\n'},
)
MERGE = Code(
    "S125",
    "Left over from a merge",
    "Two people changed the same lines, and git left both sides for somebody to choose from.",
    "Keep the lines that should stay, and delete the others and every line that begins with <<<<<<<, |||||||, ======= or >>>>>>>.",
    bad={_FILE: "<<<<<<< HEAD\ntitle: Why now\n=======\ntitle: Why this year\n>>>>>>> main\n"},
    good={_FILE: "title: Why this year\n"},
)
FENCE = Code(
    "S126",
    "A code block of Markdown",
    "Chats and wikis put such lines around a file to show it. In the file itself they hide the entry.",
    "Keep the lines of the entry only: delete both lines with the three signs, and what stands before and behind them.",
    bad={_FILE: "```yaml\ntitle: Why now\n```\n"},
    good={_FILE: "title: Why now\n"},
)
CELLS = Code(
    "S127",
    "Cells of a table",
    "A spreadsheet puts tabs, commas or bars between its cells, and none of these makes a field.",
    "Write each cell on a line of its own, as `name: value`. To make entries of a whole table: `donebook import FILE --as question`.",
    bad={_FILE: "Question\tStage\nWhy now?\topen\n"},
    good={_FILE: "title: Why now\nstage: open\n"},
)
LEFT_OUT = Code(
    "S128",
    "File that is left out",
    "Only files that end in .yaml are entries. Whoever wrote another one here waits for a page that never comes.",
    "Let its name end in .yaml if it is an entry, and move it elsewhere if it isn't.",
    bad={"questions/why-not.yaml.txt": "title: Why not\n"},
    good={},
)
NO_END = Code(
    "S129",
    "Fields at the top that don't end",
    "All of the page's text would count as fields, and nothing of it could be shown.",
    "Put a line --- below the last field; the text stands below it.",
    bad={"pages/acme.md": "---\ntitle: Acme\n\nThey are good.\n"},
    good={"pages/acme.md": "---\ntitle: Acme\n---\n\nThey are good.\n"},
)

CODES = (
    NOT_A_FILE,
    TOO_LARGE,
    NOT_UTF8,
    UNSEEN,
    TAB,
    CURLY_QUOTES,
    NO_BREAK_SPACE,
    DUPLICATE,
    EMPTY,
    NOT_FIELDS,
    UNSUPPORTED,
    TOO_MUCH,
    COLON,
    UNCLOSED_QUOTE,
    UNCLOSED_BRACKET,
    INDENT,
    SYNTAX,
    BAD_KEY,
    NO_COLON,
    FILE_NAME,
    STRAY_FILE,
    NO_FILE,
    SAME_NAME,
    LOST,
    MERGE,
    FENCE,
    CELLS,
    LEFT_OUT,
    NO_END,
)
