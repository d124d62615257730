"""What does a page look like for which nothing of the application can be asked? One string: no template, no address, no
session, no database."""

from collections.abc import Sequence

from markupsafe import escape

from views.shared.screens import Screen

PAGE = """<!DOCTYPE html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="format-detection" content="telephone=no">
<meta name="robots" content="noindex">
<title>{title}（画面番号{number:03}）｜お手続き窓口</title>
</head>
<body>
<main>
<h1>{title}</h1>
{texts}
</main>
<footer><p>画面番号 {number:03}</p></footer>
</body>
</html>
"""


def page(screen: Screen, texts: Sequence[str]) -> str:
    """The page of a screen, with these paragraphs."""
    paragraphs = "\n".join(f"<p>{escape(text)}</p>" for text in texts)
    return PAGE.format(title=escape(screen.title), number=screen.number, texts=paragraphs)
