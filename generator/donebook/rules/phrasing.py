"""How a sentence is put: whether a question is closed, double or leading, a promise ours or fuzzy.

English only. Each function returns the words that give it away, or none. All of them rather miss
something than find fault with a good sentence: what can be read either way passes.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

_ASKING = r"(?:what|how|who|whom|whose|which|where|when|why)"
_VERB = (
    r"(?:do|does|did|is|are|was|were|am|has|have|had|can|could|will|would|should|shall|may|might"
    r"|must)"
)
_NOT = (
    r"(?:don|doesn|didn|isn|aren|wasn|weren|hasn|haven|hadn|can|couldn|won|wouldn|shouldn)['’]?t\b"
)
_SOMEBODY = r"(?:you|we|they|it|he|she|i|there|that|this|these|those|anyone|anybody|someone|somebody|everyone|everybody|nobody|your|the|a|an|any|all)"
_PREPOSITION = r"(?:by|in|on|at|to|for|from|since|until|till|with|of|about|against|under|behind|after|before|through|between|according to|up to|out of|as of)"

# "Could you walk me through …?" asks for a story, whatever its first word.
_POLITE = re.compile(
    r"\b(?:can|could|will|would|may|might) (?:you|we|i|one of you|somebody|someone)\b[^,]{0,24}?"
    r"\b(?:walk|talk|tell|describe|show|explain|take|give|help|say (?:more|how|what|who|where)|name|share|draw|sketch|list|"
    r"paint|put|point|read|mind|hear|see|ask|guess|rank|order|picture|imagine|think (?:back|of)|go (?:back|over|through)|"
    r"compare|sum|start|estimate|finish|complete|trace|follow|count|recall|remember)\b",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(r"(?:(?:and|so|but|then|now|well|ok|okay|right)[, ]+)+", re.IGNORECASE)
_ASKS_OPENLY = re.compile(
    rf"(?:^|[,:;–—…-] *(?:and |or |but |then |so )?)(?:{_PREPOSITION} )?(?:(?:exactly|roughly|about|just|else|and|or) )?{_ASKING}\b"
    rf"|(?:^|\b{_PREPOSITION} ){_ASKING}\b",
    re.IGNORECASE,
)
# "When the auditor came, was it there?" asks whether, not when.
_WHEN = re.compile(
    r"when (?:you|we|they|it|he|she|the|your|a|an|this|that|\w+ing)\b[^,?]*, ", re.IGNORECASE
)
_CLAUSE = re.compile(r"[,:;–—…]+ +|\.\.\. *")
_CLOSED = re.compile(rf"({_VERB}(?: not)?) {_SOMEBODY}\b", re.IGNORECASE)
_CLOSED_START = re.compile(rf"({_VERB}|ever)\b", re.IGNORECASE)
_SECOND = re.compile(rf"\b(and {_ASKING} {_VERB} (?!not\b)\w+)", re.IGNORECASE)
_SECOND_BEHIND_COMMA = re.compile(rf", (and {_ASKING} \w+)", re.IGNORECASE)
_SECOND_HOW = re.compile(
    rf"\b(and (?:how|what|which|whose|how (?:many|much|often|long)) (?:\w+ ){{0,3}}?{_VERB}) {_SOMEBODY}\b",
    re.IGNORECASE,
)
_SECOND_CLOSED = re.compile(
    r"\b(and (?:do|does|did|is|are|was|were|has|have|can|could|will|would|should) "
    r"(?:you|they|it|we|he|she|there|that|this|your|anyone|anybody|someone|somebody)\b)",
    re.IGNORECASE,
)
_EMBEDDED = re.compile(rf"\w[\w'’]* {_ASKING}\b", re.IGNORECASE)
_LEADING = (
    re.compile(rf"(?:^|[,;:–—] *|\b(?:and|so|but) )({_NOT} {_SOMEBODY}\b)", re.IGNORECASE),
    re.compile(
        rf", *((?:{_NOT}|{_VERB}) (?:it|you|they|that|we|he|she|there)|right|correct|yes|no|agreed|okay|ok|true)\?",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(surely|obviously|of course you|as you know|as we all know|everyone knows|everybody knows|no doubt"
        r"|i['’]m sure you|i assume you|you must be|you (?:must|would|['’]d) (?:surely |probably |certainly )?(?:agree|love|want|like)"
        r"|(?:would|do|don['’]t|can|could|wouldn['’]t|shouldn['’]t) (?:you|we|we all) (?:not )?(?:all )?agree\b"
        r"|would(?:n['’]t)? it (?:not )?be (?:great|nice|better|easier|helpful|useful|good|wonderful|fair|safe|a relief)"
        r"|how (?:great|nice|helpful|useful|valuable|wonderful|happy|relieved|pleased|good) (?:would|will|could)"
        r"|how much (?:\w+ ){0,2}?(?:better|easier|faster|happier|simpler|safer|more productive|more efficient|smoother|quicker) (?:would|will|could|might)"
        r"|how much (?:\w+ ){0,2}?(?:time|money|effort|cost|stress|hassle|pain) (?:would|will|could|can) (?:we|our|this|that|it|\{product\}) save"
        r"|how much (?:would|will|could|do|does) (?:we|our \w+|\{product\}) (?:save|help|improve)"
        r"|(?:tired|sick|fed up) (?:of|with)\b)",
        re.IGNORECASE,
    ),
)

# A question whose mark was left out, and a request that needs none.
_OPENS = re.compile(
    rf"(?:{_PREPOSITION} )?(?:(?:how (?:many|much|often|long)|{_ASKING}) (?:\w+ ){{0,2}}?{_VERB}\b"
    rf"|(?:what|who) [a-z]+s\b|{_VERB} (?:you|we|they|it|your|there)\b)",
    re.IGNORECASE,
)
_STORY = re.compile(
    r"(?:please )?(?:walk|talk|take) (?:me|us) |(?:please )?(?:tell|show|give|describe|explain|share|help) "
    r"(?:me|us|the|your|how|what|with me|with us)\b",
    re.IGNORECASE,
)

_FRAGMENT = 3  # words
_QUOTED = re.compile(r"[\"“„][^\"“”„]*[\"”]|(?<!\w)['‘][^'‘’]*['’](?!\w)")
_SENTENCE = re.compile(r"[^.?!…]*(?:\.\.\.|[.?!…]|$)+[\"”']*")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|etc|vs|approx|no|mr|ms|mrs|dr)\.|(?<=\d)\.(?=\d)", re.IGNORECASE)  # fmt: skip


def asks(text: str) -> bool:
    """Whether a text is something to ask, with or without a question mark; one word is none."""
    return (
        ("?" in text and len(text.split()) > 1) or is_without_mark(text) or bool(_STORY.match(text))
    )


def is_without_mark(text: str) -> bool:
    """Whether a text is put as a question, and its mark was left out."""
    return "?" not in text and text[-1:].isalnum() and bool(_OPENS.match(text))


def closed(ask: str) -> str | None:
    """The word that lets a question be answered with yes or no."""
    questions = [s for s in _sentences(ask) if s.endswith("?")]
    if not questions or any(_asks_for_more(question) for question in questions):
        return None
    for question in questions:
        clauses = _CLAUSE.split(_LEAD_IN.sub("", question, count=1))
        for clause in clauses:
            found = _CLOSED_START.match(clause) if clause is clauses[0] else _CLOSED.match(clause)
            if found and not re.search(r"\bor\b", question, re.IGNORECASE):
                return found[1]
    return None


def double(ask: str) -> str | None:
    """The words with which a question asks for a second thing."""
    sentences = list(_sentences(ask))
    questions = [s for s in sentences if s.endswith("?")]
    for first, second in pairwise(questions):
        is_whole = len(second.split()) > _FRAGMENT  # "In numbers?" only says how to answer
        if is_whole and _asks_for_more(second) and (_asks_for_more(first) or closed(first)):
            return " ".join(second.split()[:4]).rstrip("?")
    for question in questions:
        found = (
            _SECOND.search(question)
            or _SECOND_BEHIND_COMMA.search(question)
            or _SECOND_HOW.search(question)
            or _SECOND_CLOSED.search(question)
        )
        if found and not _EMBEDDED.search(question[: found.start()].rstrip(" ,")):
            return found[1]
    return None


def leading(ask: str) -> str | None:
    """The words that put the wished-for answer into the buyer's mouth."""
    text = _QUOTED.sub("…", ask)
    return next((found[1] for look in _LEADING if (found := look.search(text))), None)


def _asks_for_more(question: str) -> bool:
    text = _WHEN.sub("", _LEAD_IN.sub("", question, count=1), count=1)
    return bool(_POLITE.search(text) or _ASKS_OPENLY.search(text))


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a text, without what is quoted in it."""
    plain = _ABBREVIATION.sub(lambda f: f[0].replace(".", ""), _QUOTED.sub("…", text))
    return (s.strip() for s in _SENTENCE.findall(plain) if s.strip(" .…"))


_OURS = r"(?:we|our (?:\w+ ){0,2}?(?:team|people|consultants?|engineers?|experts?|specialists?|staff|trainers?|support)|the vendor|the supplier|the provider|vendor|supplier|\{product\})"
_OUR_WORK = (
    r"(?:deliver|provide|install|configure|implement|deploy|roll(?:ed|s)? out|onboard|train|integrate|migrate|demo"
    r"|demonstrate|present|hand(?:ed|s)? over|support|customi[sz]e|set(?:s)? up|launch|ship|build|host|develop"
    r"|complete|finish|offer|assign|enable|connect|maintain|create|run|send|give|hold|conduct|schedule|supply|upgrade|test|document|help)"
)
_BY_US = re.compile(
    rf"^(?:all |the |that )?({_OURS}(?: (?:has|have|will|can|must|also|fully|successfully))* {_OUR_WORK}(?:s|es|ed|ted|ned|d|ing)?|{_OURS} (?:has|have|will) \w+)\b"
    rf"|\b(by (?:us|our \w+|the vendor|the supplier|the provider))\b"
    rf"|\b((?:our|the vendor's|the supplier's|vendor|supplier) (?:team|consultants?|engineers?|project manager|implementation team|services? team|trainers?|experts?|specialists?)) (?:has|have|had|will|can|is|are|{_OUR_WORK})",
    re.IGNORECASE,
)
_THEIR_TOOL = r"(?:system|platform|software|tool|solution|application|module|app|integration|interface|connector|licen[cs]es?|package|implementation|roll-?out|configuration|training|onboarding|migration|deployment|installation|set-?up|\{product\})"
_ROLLED_OUT = re.compile(
    rf"\b({_THEIR_TOOL}s?(?: \w+){{0,4}}? (?:is|are|has been|have been|was|were|gets?|will be) (?:\w+ly )?(?:installed|implemented|deployed|configured|rolled out|integrated|onboarded|delivered|provided|launched|live|complete[d]?|finished|set up|customi[sz]ed|handed over|in place|activated|connected|up and running))\b"
    r"|\b((?:users|staff|employees|teams?) (?:are|have been|were) (?:onboarded|trained on|enabled on))\b"
    r"|\b((?:implementation|onboarding|training|migration|deployment|roll-?out|kick-?off|go-live) (?:is|was|has been) (?:\w+ly )?(?:complete[d]?|done|finished|delivered|held|over|signed off))\b",
    re.IGNORECASE,
)
_FUZZY = re.compile(
    r"\b(better|seamless(?:ly)?|easy|easier|easily|asap|world[- ]class|best[- ]in[- ]class|state[- ]of[- ]the[- ]art|"
    r"improve[sd]?|improving|improvements?|optimi[sz](?:e|ed|es|ing)|optimal(?:ly)?|efficient(?:ly)?|efficiency|effective(?:ly)?|smooth(?:er|ly)?|"
    r"intuitive(?:ly)?|user[- ]friendly|robust|flexible|scalable|modern(?:i[sz]ed)?|faster|quick(?:er|ly)|soon(?:er)?|"
    r"significant(?:ly)?|streamlined?|enhanced?|innovative|holistic|transparen(?:t|cy)|happy|happier|satisfied|"
    r"great|nice|nicer|simpler|simplified|productive|productivity|high[- ]quality|properly|adequate(?:ly)?|appropriate(?:ly)?|"
    r"timely|cutting[- ]edge|hassle[- ]free|frictionless|aligned|empowered|confident|successful(?:ly)?|visibility|proactive(?:ly)?|"
    r"agile|strong(?:er)?|more (?:\w+ )?(?:productive|efficient|reliable|transparent|accurate|confident|collaborative|consistent)|reasonabl[ey]|as needed|where possible|"
    r"good|clear(?:er)?|comfortable|excellent|convenient|convenience|collaborative(?:ly)?)\b",
    re.IGNORECASE,
)
_NUMBER = (
    r"\d|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety|hundred|thousand|million|"
    r"dozen|half|halved|third|quarter|twice|double|doubled|once|first|second|none|nobody|nothing|no one|no longer|never|without|before|after|until|within|"
    r"daily|weekly|monthly|a day|a week|a month|a year|same day|same-day|by (?:the )?(?:end|monday|tuesday|wednesday|thursday|friday|noon|midnight)|"
    r"signed|written|in writing|minutes say|has said|have said|percent|per cent|(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)\b"
)
_MEASURE = re.compile(_NUMBER, re.IGNORECASE)
_FEATURE = re.compile(
    r"(\{product\}|\bdashboards?\b|\bAPIs?\b|\bSSO\b|\bsingle sign-?on\b|\bplug-?ins?\b|\bdrag[- ]and[- ]drop\b|\bchatbots?\b|"
    r"\bwidgets?\b|\b(?:no|low)-code\b|\bmachine learning\b|\bAI[- ](?:powered|driven|based)\b|\bcloud[- ]native\b|\bSaaS\b|"
    r"\bwebhooks?\b|\buser interface\b|\bfeatures?\b|\bpush notifications?\b|\bworkflow (?:engine|builder)\b|\bmobile app\b)"
)


def seller_act(statement: str) -> str | None:
    """The words that speak of the seller's work instead of the buyer's world."""
    found = _BY_US.search(statement) or _ROLLED_OUT.search(statement)
    return next(filter(None, found.groups()), None) if found else None


def fuzzy(statement: str) -> str | None:
    """A word that everybody reads differently, in a statement without anything to measure it by."""
    found = _FUZZY.search(statement)
    return found[1] if found and not is_measurable(statement) else None


def feature(text: str, product: str) -> str | None:
    """The product, or a part of one, in a text about the buyer's world."""
    found = _FEATURE.search(text)
    if found:
        return found[1]
    named = re.search(_named(product), text) if _named(product) else None
    return named[0] if named else None


def _named(product: str) -> str:
    """The product as a pattern; none where it has no name of its own, such as "our product"."""
    return rf"\b{re.escape(product)}\b" if product[:1].isupper() else ""


_UNKNOWN = re.compile(r"^(?:no|not|none|nobody|unknown|never)\b", re.IGNORECASE)


def is_unknown(text: str) -> bool:
    """Whether a text says that there is no figure yet."""
    return bool(_UNKNOWN.search(text))


def is_measurable(text: str) -> bool:
    """Whether a text holds a figure, a date or something that is there or not."""
    return bool(_MEASURE.search(text))


def for_browsers(product: str) -> dict[str, tuple[str, ...]]:
    """What these functions look for, as patterns that scripts know, too: nothing is written twice.

    `ours`, `fuzzy`, `measure` and `unknown` hold whatever the capitals, `feature` as it is written.
    In content the product is a token; in what a rep types, it is a name. Cases that both sides run:
    tests/cases/browser/phrasing.json.
    """
    return {
        "ours": tuple(_spoken(look, product) for look in (_BY_US, _ROLLED_OUT)),
        "feature": (_spoken(_FEATURE, product), *filter(None, [_named(product)])),
        "fuzzy": (_FUZZY.pattern,),
        "measure": (_MEASURE.pattern,),
        "unknown": (_UNKNOWN.pattern,),
    }


def _spoken(look: re.Pattern[str], product: str) -> str:
    return look.pattern.replace(r"\{product\}", re.escape(product))
