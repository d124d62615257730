"""How do lines of Japanese end between words, in every browser? By a <wbr> where they may.

What a template says itself is marked once, while Jinja compiles it. What it is given may be a customer's and is left
alone, but for titles, which screens and wizards declare, and for what a filter is put behind: `phrased` for what is
read at a glance, `worded` for sentences. These remember nothing. `phrased_once` and `worded_once`, for what settings
and declarations say, do (docs/decisions/0039-lines.md).
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from flask import Flask
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup, escape

from views.shared.marked_text import Marking, Parts

TITLES = {"screen.title", "step.title", "heading", "heading or step.title", "form.lead", "lead"}
# Letters and papers have other readers; what is not HTML has no such sign.
NOT_OF = ("mail/", "papers/")
DRAWN = {"icon", "mark", "drawing"}
ENDS = {"variable_begin": "variable_end", "block_begin": "block_end"}
Tokens = Sequence[Token]


class LineBreaks(Extension):
    """Marks what templates say."""

    def filter_stream(self, stream: TokenStream) -> TokenStream | Iterator[Token]:
        """Jinja's own hook: the tokens of a template, once it is read."""
        name = stream.name or ""
        if not name.endswith(".html") or name.startswith(NOT_OF):
            return stream
        return _Template(list(stream)).marked()


class _Template:
    """The tokens of one template; `_in_title` within what goes into the window's title."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens, self._marking = tokens, Marking()
        self._in_title = False

    def marked(self) -> Iterator[Token]:
        done: list[Token | tuple[int, Parts]] = []
        at = 0
        while at < len(self._tokens):
            token = self._tokens[at]
            if token.type in ENDS:
                end = self._end_of(at)
                done += self._read(self._tokens[at : end + 1])
                at = end
            else:
                done.append(token if self._in_title else (token.lineno, self._marking.read(token.value)))
            at += 1
        self._marking.end()
        for each in done:
            yield each if isinstance(each, Token) else Token(each[0], "data", "".join(map(str, each[1])))

    def _end_of(self, at: int) -> int:
        ending = ENDS[self._tokens[at].type]
        return next(place for place in range(at, len(self._tokens)) if self._tokens[place].type == ending)

    def _read(self, tokens: Tokens) -> Tokens:
        """What stands between braces."""
        begin, *within, end = tokens
        said = " ".join(str(token.value) for token in within)
        if begin.type == "block_begin":
            self._in_title = said == "block title" or (self._in_title and said != "endblock")
            self._marking.branch()
            return tokens
        if within[0].value in DRAWN:
            self._marking.drawing()
            return tokens
        titled = said.replace(" . ", ".") in TITLES and self._marking.at_text and not self._in_title
        self._marking.value()
        if not titled:
            return tokens
        name = "phrased_once" if self._marking.glanced_at else "worded_once"
        line = begin.lineno
        put = [(")", "rparen"), ("|", "pipe"), (name, "name")]
        return [begin, Token(line, "lparen", "("), *within, *(Token(line, kind, sign) for sign, kind in put), end]


def _marked(text: object, at_a_glance: bool) -> Markup:
    marking = Marking(at_a_glance)
    parts = marking.read(escape(text))
    marking.end()
    return Markup("".join(map(str, parts)))  # noqa: S704


def phrased(text: object) -> Markup:
    """What is read at a glance, with a mark between its phrases; text is escaped, markup is not."""
    return _marked(text, at_a_glance=True)


def worded(text: object) -> Markup:
    """A sentence, with a mark wherever it may end a line; text is escaped, markup is not."""
    return _marked(text, at_a_glance=False)


def init(app: Flask) -> None:
    """Mark every template of the application that is read from here on."""
    # Words and markup are equal to each other, and are not drawn alike.
    kept = lru_cache(maxsize=1024, typed=True)
    app.jinja_env.add_extension(LineBreaks)
    app.jinja_env.filters |= {
        "phrased": phrased,
        "worded": worded,
        "phrased_once": kept(phrased),
        "worded_once": kept(worded),
    }
