"""The page on which a reader compares an article with what the chronicle took from it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from elchi import corpus
from elchi.build import Chronicle
from elchi.cards import Card
from elchi.coverage import Report, Sentence
from elchi.entities import label, short

_STYLE = """
:root { color-scheme: light dark; --line: #8885; --soft: #8881; }
body { font: 16px/1.5 Georgia, 'Noto Serif', serif; margin: 0 auto; max-width: 76rem;
  padding: 1rem; }
header p { margin: .2rem 0; }
section { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 4fr); gap: 0 2rem;
  border-top: 1px solid var(--line); padding: .7rem 0; }
section p { margin: 0 0 .4rem; }
.place { font: 12px/1.4 system-ui, sans-serif; opacity: .75; }
.claims { font: 14px/1.45 system-ui, 'Noto Sans', sans-serif; }
.claims li { margin-bottom: .5rem; }
.claims ul { margin: 0; padding-left: 1.1rem; }
.mark { font-size: 12px; border: 1px solid var(--line); border-radius: 3px; padding: 0 .3em; }
.uncovered { background: #c003; }
.nofact { opacity: .6; }
@media (max-width: 50rem) { section { grid-template-columns: 1fr; } }
"""


def page(chronicle: Chronicle, report: Report, language: str = "en") -> str:
    """The article with its claims beside the sentences, as one HTML page without outside parts.

    The page holds the text of the article: it is for the reader who has the article, and is
    not to be passed on where the article may not be.
    """
    cards = {
        claim: chronicle.describer.statement(claim) for p in report.passages for claim in p.claims
    }
    return _render(report, cards, _labels(chronicle, cards, report.work), language)


def _labels(chronicle: Chronicle, cards: dict[str, Card], work: str) -> dict[str, dict[str, str]]:
    labels = chronicle.describer.labels
    wanted = {work, *(c for card in cards.values() for c in (*card["cites"], *card["held_by"]))}
    wanted |= {
        corpus.ID + f"{k}/{c[k]}" for c in cards.values() for k in ("stance", "verdict") if c[k]
    }
    return {iri: labels[iri] for iri in wanted if iri in labels}


def _render(
    report: Report,
    claims: Mapping[str, Card],
    labels: Mapping[str, Mapping[str, str]],
    language: str,
) -> str:
    """The whole page as HTML; names in `language`, paraphrases in Uzbek for uz, else English."""
    title = label(labels.get(report.work, {}), language) or short(report.work)
    body = "\n".join(_row(s, claims, labels, language) for s in report.sentences)
    claimed = sum(s.status == "claimed" for s in report.sentences)
    bare = sum(s.status == "no fact" for s in report.sentences)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}: coverage</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<header><h1>{escape(title)}</h1>\n<p>{len(report.sentences)} sentences: "
        f"{claimed} claimed, {bare} bearing no fact, {len(report.uncovered)} uncovered; "
        f"{len(report.passages)} passages, {len(report.drifted)} not in place.</p></header>\n"
        f"{body}\n</body>\n</html>\n"
    )


def _row(
    sentence: Sentence,
    claims: Mapping[str, Card],
    labels: Mapping[str, Mapping[str, str]],
    language: str,
) -> str:
    segment = sentence.segment
    style = {"uncovered": "uncovered", "no fact": "nofact"}.get(sentence.status, "")
    place = f"line {segment.line}, characters {segment.start}–{segment.end}"
    text = escape(" ".join(segment.text.split()))
    names = list(dict.fromkeys(c for p in sentence.passages for c in p.claims))
    if names:
        items = "".join(_claim(claims[name], labels, language) for name in names)
        right = f"<ul>{items}</ul>"
    elif sentence.status == "no fact":
        reasons = sorted({p.reason or "" for p in sentence.passages})
        right = f"<p>bears no fact: {escape(', '.join(reasons))}</p>"
    else:
        right = "<p><strong>uncovered</strong></p>"
    return (
        f'<section class="{style}" id="l{segment.key}"><div><p>{text}</p>'
        f'<p class="place">{place}</p></div><div class="claims">{right}</div></section>'
    )


def _claim(card: Card, labels: Mapping[str, Mapping[str, str]], language: str) -> str:
    def name(iri: str) -> str:
        return escape(label(labels.get(iri, {}), language) or short(iri))

    marks = [name(f"{corpus.ID}stance/{card['stance']}")]
    if card["verdict"]:
        marks.append(name(f"{corpus.ID}verdict/{card['verdict']}"))
    shown = "".join(f' <span class="mark">{mark}</span>' for mark in marks)
    by = f" — {', '.join(name(i) for i in card['held_by'])}" if card["held_by"] else ""
    cites = f"; cites {', '.join(name(i) for i in card['cites'])}" if card["cites"] else ""
    note = label(card["note"], language)
    extra = f'<br><span class="place">{escape(note)}</span>' if note else ""
    paraphrase = escape(label(card["paraphrase"], language))
    return (
        f'<li>{paraphrase}{by}{cites}{shown}<br><span class="place">{escape(short(card["claim"]))}'
        f"</span>{extra}</li>"
    )
