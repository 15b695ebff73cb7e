"""How sentences are put in English."""

import re

from donebook.rules.phrasing.phrasing import Phrasing

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

# "If they say a number: per week or per month?" A buyer who is asked is "you", so "they" is said of one.
_THEY = r"(?:they|he|she|(?:the |your )?(?:buyer|customer|prospect|client|champion)s?)"
_THEY_SAY = rf"(?:(?:{_THEY} (?:say|answer|repl(?:y|ie))s?|you hear)(?: that)?,? *)"
_ON_HEARING = (
    rf"(?:if|when) {_THEY_SAY}?(?P<heard>[^?]+?)(?:,? (?:then )?ask(?: them)?[:,]?|, (?:then )?say[:,]) +(?P<ask>.+)",
    rf"(?:if|when) (?={_THEY}\b|you hear\b|yes\b|no\b|not\b|the answer\b|[\"“]){_THEY_SAY}?(?P<heard>[^?:]+?) ?: +(?P<ask>.+)",
    rf"(?:(?:if|when) {_THEY_SAY}?)?(?P<heard>[^?]+?) *(?:→|->|=>) *(?:ask[:,]? +)?(?P<ask>.+)",
)

_QUOTED = re.compile(r"[\"“„][^\"“”„]*[\"”]|(?<!\w)['‘][^'‘’]*['’](?!\w)")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|etc|vs|approx|no|mr|ms|mrs|dr)\.|(?<=\d)\.(?=\d)", re.IGNORECASE)  # fmt: skip


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
_UNKNOWN = re.compile(r"^(?:no|not|none|nobody|unknown|never)\b", re.IGNORECASE)

ENGLISH = Phrasing(
    asks_openly=_ASKS_OPENLY,
    asks_politely=_POLITE,
    lead_in=_LEAD_IN,
    aside=_WHEN,
    clause=_CLAUSE,
    closed_start=_CLOSED_START,
    closed_clause=_CLOSED,
    choice=re.compile(r"\bor\b", re.IGNORECASE),
    second=(_SECOND, _SECOND_BEHIND_COMMA, _SECOND_HOW, _SECOND_CLOSED),
    embedded=_EMBEDDED,
    leads=_LEADING,
    opens=_OPENS,
    story=_STORY,
    commits=re.compile(r"(?:will|would|can|could) you", re.IGNORECASE),
    on_hearing=tuple(re.compile(look, re.IGNORECASE) for look in _ON_HEARING),
    quoted=_QUOTED,
    abbreviation=_ABBREVIATION,
    ours=(_BY_US, _ROLLED_OUT),
    fuzzy_words=_FUZZY,
    measure=_MEASURE,
    unknown=_UNKNOWN,
    features=_FEATURE,
)
