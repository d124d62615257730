"""What did every screen and letter answer? Written down, so that two states of the program can be held side by side.

`pytest tests/views/test_pages.py --record before` in the one, `--record after` in the other, then `diff -r` of both.
"""

import re
from dataclasses import astuple

# What is drawn anew each time: cookies, tokens, ids of runs, stamps; receipt and incident numbers; times of the server.
DRAWN = (
    re.compile(r"(?<==)\.?[\w.-]{20,}(?=; )"),
    re.compile(r"(?<![\w.-])[A-Za-z0-9_-]{16,}(\.[A-Za-z0-9_-]+)*(?![\w.-])"),
    re.compile(r"\b\d{4}([ -]?)\d{4}\1\d{4}\b"),
    re.compile(r"(?<=仮パスワード：)\w{10}"),
    re.compile(r"(?<=translate=\"no\">)[A-Z0-9]{4} [A-Z0-9]{4}(?=<)"),
    re.compile(r"(?<=お問い合わせ番号 )[A-Z0-9]{8}"),
)


def steady(text):
    """A page or a letter without what is drawn anew."""
    for drawn in DRAWN:
        text = drawn.sub("~", text)
    return text


def write(folder, pages, letters):
    """A file each for the pages and the letters, in the order in which they were seen."""
    folder.mkdir(parents=True, exist_ok=True)
    for index, page in enumerate(pages):
        head = "\n".join(f"{name}: {value}" for name, value in sorted(page.headers.items()))
        text = f"{page.status} {page.address}\n{head}\n\n{page.html}"
        (folder / f"page-{index:04d}-{page.number:03d}").write_text(steady(text), encoding="utf-8")
    for index, letter in enumerate(letters):
        (folder / f"letter-{index:04d}").write_text(steady("\n\n".join(map(str, astuple(letter)))), encoding="utf-8")
