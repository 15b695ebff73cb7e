"""How sentences are put in German.

A question begins with a question word or, where yes or no answers it, with its verb. A clause
inside another one ends with its verb, so "…, wer entscheidet das?" asks who, and "…, wer das
entscheidet?" doesn't.
"""

import re

from donebook.rules.phrasing.phrasing import Phrasing

_L = "[A-Za-zÄÖÜäöüß]"
# JavaScript knows no umlauts as letters, so words are bounded by these.
_B, _E = rf"(?<!{_L})", rf"(?!{_L})"

_ASKING = (
    r"(?:was|wer|wen|wem|wessen|wann|warum|weshalb|weswegen|wieso|wie(?:viele?)?|welch(?:e[mnrs]?)?"
    r"|inwie(?:fern|weit)|wo(?:her|hin|bei|durch|für|gegen|mit|nach|von|vor|zu|r(?:an|auf|aus|in|über|um|unter))?)"
)
_PREPOSITION = (
    r"(?:ab|an|anhand|auf|aus|bei|bis(?: zu| in| auf)?|durch|für|gegen|gegenüber|hinter|in|innerhalb|laut|mit|nach"
    r"|neben|ohne|seit|statt|über|um|unter|von|vor|während|wegen|zu|zum|zwischen)"
)
_AND = r"(?:(?:aber|also|dann|denn|gut|ja|jetzt|nun|oder|okay|ok|so|und) )"
_AUX = (
    r"(?:bin|bist|hast|ist|sind|seid|war|waren|wäre|wären|habe|haben|hat|hatte|hatten|hätte|hätten|werde|werden|wird|wurde|wurden"
    r"|würde|würden|kann|können|konnte|konnten|könnte|könnten|muss|müssen|musste|mussten|müsste|müssten|soll|sollen|sollte"
    r"|sollten|darf|dürfen|durfte|durften|dürfte|dürften|will|wollen|wollte|wollten|mag|mögen|möchte|möchten)"
)
# Other verbs are known by their endings; these words end like them and are none.
_NO_VERB = (
    r"(?:alle|alles|anderen?|bereits|bisher|bitte|damit|dann|das|dem|den|denen|der|deren|des|die|diese[mnrs]?|dort|eine[mnrs]?|erst"
    r"|etwas|fast|gegen|genau|gerade|gestern|heute|ihnen|ihre[mnrs]?|innen|jede[mnrs]?|jetzt|kein|keine[mnrs]?|letzte[nrs]?|meine[mnrs]?"
    r"|meist|meisten|mit|morgen|nächste[nrs]?|neben|neue[nrs]?|nicht|oft|ohne|sache|seine[mnrs]?|seit|selbst|solche|statt|übermorgen"
    r"|unsere[mnrs]?|viele[nr]?|wegen|weniger?|zuerst|zuletzt|zwischen)"
)
_ENDING = r"(?:[tek]|en|ern|eln|ßt|ss)"
_VERB = rf"(?:{_AUX}|(?!{_NO_VERB}{_E}){_L}+{_ENDING}|gibt|tut|tun|lief|kam|ging|stand|blieb)"
# The same within a sentence, where nouns are told by their capitals.
_SMALL_VERB = (
    rf"(?:{_AUX}|(?!{_NO_VERB}{_E})(?-i:[a-zäöü]){_L}*{_ENDING}|tun|lief|kam|ging|stand|blieb)"
)
_SOMEBODY = (
    r"(?:sie|du|er|es|wir|ich|man|das|dies|diese[rs]?|der|die|den|dem|ein|eine[nrms]?|kein|keine[nr]?|ihr|ihre[nrms]?|ihnen|unser|unsere[nr]?"
    r"|jemand|niemand|jede[rs]?|alle|alles|etwas|da|darüber|dafür|dann|hier|bei ihnen|schon|heute|denn|auch|so)"
)
# "Wie viele Rechnungen": what a question word takes along.
_HOW = (
    r"(?:viele?|oft|lange|hoch|groß|weit|schnell|teuer|wichtig|dringend|häufig|genau|sehr|schwer)"
)
_MUCH = rf"(?: {_HOW})?(?: davon)?"
_ASKED = rf"(?:wie {_HOW}(?: {_L}+){{0,2}}?|welch(?:e[mnrs]?)?(?: {_L}+){{1,3}}?|{_ASKING}{_MUCH})"

_STORIES = r"(?:bericht|beschreib|denk|erklär|erläuter|erzähl|führ|geb|helf|lass|nehm|nenn|sag|schilder|skizzier|stell|verrat|zeichn|zeig)"
_STORY = re.compile(rf"(?:bitte )?{_STORIES}e?n? sie{_E}", re.IGNORECASE)
_POLITE = re.compile(
    r"\b(?:kann|können|könnten|würden|wollen|möchten|mögen|darf|dürfte|dürfen|dürften) (?:sie|ich|wir|eine[rs]? von ihnen|jemand)\b[^?]*?"
    r"\b(?:zeigen|erzählen|schildern|beschreiben|erklären|erläutern|nennen|geben|helfen|führen|mitnehmen|vorstellen|skizzieren"
    r"|aufzeichnen|verraten|schätzen|berichten|durchgehen|fragen|zusammenfassen|vergleichen|ausführen|beziffern|(?:mir|uns)\b[^?]*? sagen(?!,? dass))\b"
    rf"|^(?:bitte )?{_STORIES}e?n? sie\b",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"(?:(?:und|aber|also|dann|denn|doch|gut|ja|jetzt|nun|so|okay|ok|oder|sagen sie(?: mal)?)[, ]+)+",
    re.IGNORECASE,
)
_STARTS = rf"(?:{_PREPOSITION} )?(?:(?:genau|ungefähr|noch|sonst) )?{_ASKING}\b"
_ASKS_OPENLY = re.compile(
    # At the beginning, or behind a colon or a dash.
    rf"^{_STARTS}|[:;–—…] *{_AND}?{_STARTS}"
    # Behind a clause that is no question itself: "Wenn …, welche wäre das?"
    rf"|^(?!{_VERB} {_SOMEBODY}\b)[^?]*?, *{_AND}?{_STARTS}"
    # Behind any clause, with its verb in second place: "Hätten Sie …, was würden Sie …?"
    rf"|, *{_AND}?(?:{_PREPOSITION} )?{_ASKED} {_AUX}\b"
    # Within it: "Sie wechseln zu wem?"
    rf"|(?<!,) {_PREPOSITION} {_ASKING}\b",
    re.IGNORECASE,
)
_CLOSED_START = re.compile(
    rf"({_AUX}\b(?!,)|{_VERB}(?= (?:nicht )?{_SOMEBODY}\b)|schon (?:ein)?mal\b)", re.IGNORECASE
)
_CLOSED = re.compile(rf"({_VERB}) (?:nicht )?{_SOMEBODY}\b", re.IGNORECASE)
# Behind another question, and not behind a word that only leads in: "Gut, und wie …?"
_NEXT = r"(?<=[\w,] )(?<!gut, )(?<!ja, )(?<!nun, )(?<!also, )(?<!okay, )(?<!ok, )(?<!jetzt, )"
_SECOND = (
    re.compile(
        rf"{_NEXT}(und (?:{_PREPOSITION} )?{_ASKED} (?!nicht\b){_SMALL_VERB})\b(?!\?)",
        re.IGNORECASE,
    ),
    re.compile(rf"{_NEXT}(und (?:{_PREPOSITION} )?{_ASKED} {_AUX})\b", re.IGNORECASE),
    re.compile(
        rf"{_NEXT}(und {_AUX} (?:sie|es|das|er|wir|man|jemand|dies|ihre?[nrms]?))\b",
        re.IGNORECASE,
    ),
)
_EMBEDDED = re.compile(
    rf"\w, (?:{_PREPOSITION} )?{_ASKING}\b|, ob\b|^{_STORIES}e?n? sie\b", re.IGNORECASE
)

_NICE = (
    r"(?:angenehm|besser|eine (?:entlastung|erleichterung|große hilfe|hilfe)|einfacher|großartig|gut|hilfreich|ideal|interessant|leichter"
    r"|nützlich|praktisch|prima|schön|schöner|sinnvoll|spannend|super|toll|wertvoll|wünschenswert)"
)
_LEADS = (
    re.compile(
        rf"(?:^|[,;:–—.!?] *|\b(?:und|aber|also) )({_VERB} (?:sie|du|es|das|man|wir|er|ihnen|ihr|ihre[nrms]? \w+)(?: das| es| ihnen| sie)? nicht)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r", *(oder(?: nicht| etwa nicht| doch)?|nicht wahr|nicht|richtig|stimmt['’]?s?|stimmt das|gell|ja|korrekt|ne|okay|ok|einverstanden"
        r"|(?:sehe|habe) ich (?:das richtig|recht)|(?:das )?klingt (?:das )?(?:doch )?(?:gut|spannend|interessant)|meinen sie nicht)\?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b((?:wäre|würde|fänden sie) (?:es|das)(?: \w+){{0,3}}? {_NICE}\b"
        r"|wie (?:hilfreich|schön|toll|wertvoll|nützlich|praktisch|gut|wichtig) (?:wäre|würde|fänden)\b"
        r"|wie sehr würde (?:sie |ihnen )?(?:das |es )?(?:sie |ihnen )?(?:entlasten|helfen|freuen|erleichtern)"
        r"|wie viel (?:\w+ ){0,2}?(?:besser|einfacher|schneller|leichter|produktiver|effizienter|sicherer|entspannter) (?:wäre|würde|ginge|liefe|könnte)"
        r"|wie viel (?:\w+ ){0,2}?(?:zeit|geld|aufwand|arbeit|ärger|stress|kosten|mühe) (?:würde|würden|könnte|könnten|können|kann|werden)"
        r" (?:wir|unsere?|das|es|\{product\}|sie (?:damit|mit|durch)|ihnen (?:das|damit|unsere?))"
        r"|stimmen sie (?:mir |uns )?(?:da )?(?:nicht )?zu\b|(?:mir|uns) (?:da |darin |nicht )*(?:zustimmen|recht geben)|geben sie mir recht"
        r"|sicherlich|zweifellos|selbstverständlich|bestimmt (?:auch|schon|sehr|nicht)"
        r"|natürlich (?:wollen|möchten|wissen|haben|ist|sind)|wie sie (?:ja )?(?:sicher |bestimmt )?wissen|wir alle wissen|jeder weiß"
        r"|^(?:das|es|sie|du|ihr)\b(?=[^?]*\?)[^?,]*? doch (?:sicher|bestimmt|nicht|auch)"
        r"|(?:wollen|möchten|wünschen|brauchen) (?:sie )?doch (?:auch|sicher|bestimmt)|sie (?:wollen|möchten|sehen) (?:das )?doch"
        r"|(?:sind sie|sie sind) es (?:nicht )?(?:auch )?leid|haben sie es (?:nicht )?(?:auch )?satt|haben sie (?:nicht )?genug (?:von|davon))",
        re.IGNORECASE,
    ),
)
_OPENS = re.compile(
    rf"(?:{_PREPOSITION} )?{_ASKED} {_SMALL_VERB}(?!\w)(?! {_AUX}$)|(?:{_AUX}|gibt|geht|kommt|läuft|steht) (?:sie|es|wir|ihre?[nrms]?|man|jemand)\b",
    re.IGNORECASE,
)

_OUR_PEOPLE = r"(?:(?:projekt|support|service|beratungs|implementierungs|entwicklungs)?team|leute|berater(?:innen)?|entwickler(?:innen)?|experten|spezialisten|techniker|trainer(?:innen)?|consultants?|mitarbeiter(?:innen)?|kolleg(?:en|innen)|projektleit(?:er|erin|ung)|support)"
_VENDOR = r"(?:anbieter|auftragnehmer|softwareanbieter|softwarehersteller|softwarelieferant)"
_OURS = rf"(?:wir|unser[em]?n? (?:{_L}+ ){{0,2}}?{_OUR_PEOPLE}|(?:der|vom|den|durch den) {_VENDOR}|\{{product\}})"
_OUR_WORK = (
    r"(?:liefer|stell|install|implementier|konfigurier|roll|schul|trainier|integrier|migrier|präsentier|übergeb|übernehm|unterstütz|richt|führ"
    r"|bau|entwick|betreib|bind|schließ|begleit|aktivier|passen|betreu|berat|erstell|dokumentier|test|optimier|automatisier|digitalisier|biet|setz)"
)
# "Wenn" sends the verb to the end: "Wir liefern die Schulung", "wenn wir die Schulung geliefert haben".
_SOME = r"(?: [^ ,.;]+)"
_WHEN = r"(?:(?:dass|sobald|wenn) )?"
_TAKEN_APART = r"(?:ab|an|auf|aus|bei|bereit|durch|ein|fertig|frei|über|um|vor)?(?:ge)?"
_BY_US = re.compile(
    rf"^{_WHEN}({_OURS} (?:haben|hat|werden|wird|können|kann|müssen|muss|sind|ist){_E}"
    rf"|{_OURS} {_OUR_WORK}{_L}*"
    rf"|{_OURS}{_SOME}{{0,8}}? {_TAKEN_APART}{_OUR_WORK}(?:e?n|e?t|e?ten?){_E})"
    rf"|{_B}((?:haben|werden|können|{_OUR_WORK}{_L}*) wir){_E}"
    rf"|{_B}(von uns|durch uns|(?:durch|von) unser[em]?n? (?:{_L}+ ){{0,2}}?{_OUR_PEOPLE}|(?:vom|durch den) {_VENDOR}){_E}",
    re.IGNORECASE,
)


def _is_done(what: str, how: str) -> str:
    """A clause in which something is done, with its verb in second place or at its end."""
    being = r"(?:ist|sind|wird|werden|wurde|wurden|war|waren|läuft|laufen)"
    late = rf"(?:worden )?{being}"
    return rf"{what}{_SOME}{{0,6}}? (?:{being}{_SOME}{{0,7}}? {how}|{how} {late})"


_TOOL = (
    rf"(?:[A-Za-zÄÖÜäöüß-]*(?:system|software|lösung|plattform|portal|anwendung|applikation|modul|schnittstelle|anbindung|integration|lizenz|tool|workflow)(?:e|en|s|n)?"
    rf"|(?:{_L}+-)*apps?|\{{product\}})"
)
_PUT_IN = (
    r"(?:ausgerollt|installiert|implementiert|konfiguriert|eingerichtet|integriert|bereitgestellt|eingeführt|ausgeliefert|geliefert|angebunden"
    r"|angepasst|aktiviert|freigeschaltet|übergeben|live|produktiv|in betrieb|einsatzbereit|betriebsbereit|fertiggestellt|abgeschlossen|umgesetzt|lauffähig)"
)
_ACT = (
    rf"(?:{_B}(?!um){_L}*(?:schulung|migration|einführung|einrichtung|implementierung|installation|inbetriebnahme)(?:en)?|schulungen|onboarding"
    r"|roll-?out|kick-?off|go-?live|training|trainings|workshops?|systemumstellung|datenübernahme)"
)
_USERS = r"(?:(?:anwender|benutzer|nutzer)(?:innen)?|(?:key[ -])?users?)"
_TAUGHT = r"(?:geschult|eingewiesen|trainiert|ongeboardet|onboarded|freigeschaltet)"
_OVER = r"(?:abgeschlossen|erfolgt|durchgeführt|fertig|beendet|erledigt|gehalten|vorbei|abgenommen|gelaufen)"
_ROLLED_OUT = (
    re.compile(rf"{_B}({_is_done(_TOOL, _PUT_IN)}){_E}", re.IGNORECASE),
    re.compile(
        rf"{_B}({_is_done(_USERS, _TAUGHT)}){_E}"
        rf"|{_B}((?:auf|an|am|in|im) (?:dem |der |den )?(?:neuen? )?{_TOOL} {_TAUGHT}){_E}",
        re.IGNORECASE,
    ),
    re.compile(rf"({_is_done(_ACT, _OVER)}){_E}", re.IGNORECASE),
)
_ENDS = r"(?:e[mnrs]?)?"
_MORE = rf"(?:er{_ENDS}|{_ENDS}|ste[nrs]?)"
_FUZZY = re.compile(
    rf"{_B}(besser{_ENDS}|beste[nrs]?|gut{_ENDS}|verbesser{_L}*|einfach{_MORE}|vereinfach{_L}*|leicht(?:er)?{_ENDS}|erleichter{_L}*|reibungslos{_MORE}"
    rf"|nahtlos{_MORE}|effizient{_MORE}|effizienz{_L}*|effektiv{_MORE}|optimal{_MORE}|optimier{_L}*|transparent{_MORE}|transparenz|zeitnah{_MORE}"
    rf"|schnell{_MORE}|zügig{_MORE}|rasch{_MORE}|flott{_MORE}|modern{_MORE}|modernisier{_L}*|flexib(?:el|le[mnrs]?|ler{_ENDS})|skalierbar{_ENDS}|robust{_MORE}"
    rf"|intuitiv{_MORE}|(?:benutzer|nutzer|anwender|bediener)freundlich{_MORE}|zufrieden{_MORE}|glücklich{_MORE}|deutlich{_MORE}|erheblich{_MORE}"
    rf"|spürbar{_MORE}|signifikant{_MORE}|wesentlich{_MORE}|klar{_MORE}|sauber{_MORE}|ordentlich{_MORE}|angemessen{_ENDS}|ausreichend{_ENDS}"
    rf"|rechtzeitig{_ENDS}|hochwertig{_MORE}|erstklassig{_ENDS}|professionell{_MORE}|produktiv{_MORE}|produktivität|problemlos{_ENDS}|unkompliziert{_MORE}"
    rf"|komfortab(?:el|le[mnrs]?|ler)|bequem{_MORE}|übersichtlich{_MORE}|überblick|proaktiv{_MORE}|agil{_MORE}|innovativ{_MORE}|ganzheitlich{_ENDS}"
    rf"|nachhaltig{_MORE}|schlank{_MORE}|harmonisier{_L}*|entlaste{_L}*|gestärkt|stärker{_ENDS}|möglichst|bei bedarf|nach bedarf|soweit möglich|baldmöglichst"
    rf"|so bald wie möglich|so schnell wie möglich|asap|state[- ]of[- ]the[- ]art|best[- ]in[- ]class|weltklasse|verlässlich{_MORE}|zuverlässig{_MORE}){_E}",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    rf"\d|{_B}(?:null|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|{_L}*(?:zehn|zwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig|hundert|tausend)|millionen?|dutzend"
    rf"|hälfte|halb(?:e[nrs]?|iert)?|drittel|viertel|doppelt|verdoppelt|(?:ein|zwei|drei|kein)mal|erste[mnrs]?|zweite[mnrs]?|dritte[mnrs]?|vierte[mnrs]?|fünfte[mnrs]?"
    rf"|beide[nr]?|kein(?:e[mnrs]?)?|niemand(?:en|em)?|nichts|nie|niemals|nirgends|nicht mehr|nur noch|ohne|vor(?! allem| ort)|bis|seit|binnen|innerhalb|spätestens"
    rf"|täglich{_ENDS}|wöchentlich{_ENDS}|monatlich{_ENDS}|jährlich{_ENDS}|pro (?:tag|woche|monat|jahr)|(?:am|im|zum) (?:selben|gleichen) (?:tag|monat)"
    rf"|(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag){_L}*|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
    rf"|quartals?|mittags|mitternacht|schriftlich{_ENDS}|unterschrieben|unterzeichnet|abgezeichnet|prozent){_E}",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    rf"^(?:kein(?:e[mnrs]?)?|nicht|nichts|nie|niemand|unbekannt|noch (?:nicht|kein(?:e[mnrs]?)?|offen|unbekannt)|offen|weiß (?:niemand|keiner)){_E}",
    re.IGNORECASE,
)
_FEATURE = re.compile(
    rf"(\{{product\}}|{_B}(?:{_L}+-)*(?:{_L}+d|D)ashboards?{_E}|{_B}(?:REST-)?APIs?{_E}|{_B}SSO{_E}|{_B}Single[- ][Ss]ign-?[Oo]n{_E}|{_B}Plug-?[Ii]ns?{_E}"
    rf"|{_B}[Dd]rag[- ](?:and|&)[- ][Dd]rop{_E}|{_B}(?:{_L}+-)?Chatbots?{_E}|{_B}Widgets?{_E}|{_B}(?:No|Low)-Code{_E}|{_B}[Mm]achine[- ][Ll]earning{_E}"
    rf"|{_B}maschinelle[mns]? Lernen{_E}|{_B}KI-(?:gestützt|basiert|gesteuert|getrieben){_L}*|{_B}[Cc]loud-nativ{_L}*|{_B}SaaS{_E}|{_B}Webhooks?{_E}"
    rf"|{_B}(?:Benutzer|Bedien)oberflächen?{_E}|{_B}Features?{_E}|{_B}Funktionalität(?:en)?{_E}|{_B}Push-(?:Nachricht|Benachrichtigung|Mitteilung)(?:en)?{_E}"
    rf"|{_B}Workflow-(?:Engine|Builder|Editor|Designer){_E}|{_B}(?:mobile[nr]?|Mobile) App{_E}|{_B}(?:Handy|Smartphone|Mobil)-?(?:App|app){_E})"
)

# "Wenn sie eine Zahl nennen: pro Woche oder pro Monat?" With a capital, "Sie" is who is asked.
_THEY = r"(?:(?-i:sie)|er|(?:der|die) (?:kunden?|kundin|käufer|einkäufer|interessent))"
_THEY_SAY = rf"(?:{_THEY} sag(?:t|en)(?: dass)?[,:]? *|(?:sie|wir|du) (?:hören|hörst)[,:]? *)"
_ON_HEARING = (
    rf"(?:wenn|falls) {_THEY_SAY}?(?P<heard>[^?]+?), (?:dann )?(?:fragen?|sagen?)(?: wir| sie)?[:,]? +(?P<ask>.+)",
    rf"(?:wenn|falls) (?={_THEY}{_E}|wir hören|ja{_E}|nein{_E}|nicht{_E}|die antwort{_E}|[\"„“]){_THEY_SAY}?(?P<heard>[^?:]+?) ?: +(?P<ask>.+)",
    rf"(?:(?:wenn|falls) {_THEY_SAY}?)?(?P<heard>[^?]+?) *(?:→|->|=>) *(?:(?:dann )?fragen?[:,]? +)?(?P<ask>.+)",
)

GERMAN = Phrasing(
    asks_openly=_ASKS_OPENLY,
    asks_politely=_POLITE,
    lead_in=_LEAD_IN,
    aside=re.compile(r"(?!)"),
    clause=re.compile(r"[,:;–—…]+ +|\.\.\. *"),
    closed_start=_CLOSED_START,
    closed_clause=_CLOSED,
    choice=re.compile(r"\boder\b", re.IGNORECASE),
    second=_SECOND,
    embedded=_EMBEDDED,
    leads=_LEADS,
    opens=_OPENS,
    story=_STORY,
    commits=re.compile(
        r"(?:werden|würden|können|könnten|wollen|sind) sie (?!sicher\b)", re.IGNORECASE
    ),
    on_hearing=tuple(re.compile(look, re.IGNORECASE) for look in _ON_HEARING),
    quoted=re.compile(r"[\"“„][^\"“”„]*[\"“”]|»[^»«]*«|«[^»«]*»|(?<!\w)['‚‘][^'‚‘’]*['‘’](?!\w)"),
    abbreviation=re.compile(
        r"\b(?:z\. ?b|d\. ?h|u\. ?a|bzw|ca|etc|usw|nr|hr|fr|dr|prof|ggf|inkl|evtl|max|min|vgl|mio|mrd|std|tel|abs|art)\."
        r"|(?<=\d)\.(?=\d| (?-i:[a-zäöü])| (?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b)",
        re.IGNORECASE,
    ),
    ours=(_BY_US, *_ROLLED_OUT),
    fuzzy_words=_FUZZY,
    measure=_MEASURE,
    unknown=_UNKNOWN,
    features=_FEATURE,
)
