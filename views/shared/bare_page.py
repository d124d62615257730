"""What does a page look like for which nothing of the application can be asked? One string: no template, no address, no
session, no database."""

from collections.abc import Sequence

from markupsafe import escape

from views.shared.screens import Screen

FOOTER = """<footer><p>画面番号 {number}</p></footer>
"""
PAGE = """<!DOCTYPE html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="format-detection" content="telephone=no">
<meta name="robots" content="noindex">
<title>{title}{numbered}｜{site}</title>
</head>
<body>
<main>
<h1>{title}</h1>
{texts}
</main>
{footer}</body>
</html>
"""


def page(screen: Screen, texts: Sequence[str], *, of_staff: bool = False) -> str:
    """The page of a screen, with these paragraphs; pages of staff bear no number."""
    paragraphs = "\n".join(f"<p>{escape(text)}</p>" for text in texts)
    number = f"{screen.number:03}"
    around = {"numbered": f"（画面番号{number}）", "site": "お手続き窓口", "footer": FOOTER.format(number=number)}
    if of_staff:
        around = {"numbered": "", "site": "オペレーター画面", "footer": ""}
    return PAGE.format(title=escape(screen.title), texts=paragraphs, **around)
