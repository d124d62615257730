"""What does a printed paper say? Read as a person, a camera and a screen reader would."""

import io
import re

import pypdf
import pypdfium2
import zxingcpp


def pages(pdf):
    """The words of each page."""
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def reader(pdf):
    """What a program makes of it."""
    return pypdf.PdfReader(io.BytesIO(pdf))


def copied(pdf, page=0):
    """The words of a page as they are copied out of a browser's viewer."""
    return pypdfium2.PdfDocument(pdf)[page].get_textpage().get_text_range().replace("\r\n", "\n")


def access(words):
    """The ログインID and the 初期パスワード on a page; None for one that is not there."""
    user_id, password = (re.search(rf"^{label}\n(\S+)$", words, re.M) for label in ("ログインID", "初期パスワード"))
    return user_id and user_id[1], password and password[1]


def scanned(pdf, page=0):
    """What a camera reads from the QR code of a page."""
    seen = pypdfium2.PdfDocument(pdf)[page].render(scale=2, grayscale=True)
    grey = memoryview(bytes(seen.buffer)).cast("B", shape=[seen.height, seen.stride])
    return [code.text for code in zxingcpp.read_barcodes(grey)]


def rightmost(pdf, page=0):
    """How far to the right anything is written, in points from the left edge."""
    words = pypdfium2.PdfDocument(pdf)[page].get_textpage()
    places = range(words.count_chars())
    return max(words.get_charbox(place)[2] for place in places if words.get_text_range(place, 1).strip())


def places(pdf, *wanted):
    """Where these words are, in the order in which a page is read: the word, its page, and how far it begins from the
    left and the upper edge, in points."""
    found = []
    for number, page in enumerate(pypdfium2.PdfDocument(pdf)):
        words = page.get_textpage()
        text = words.get_text_range(0, words.count_chars())
        for begins in re.finditer("|".join(map(re.escape, wanted)), text):
            left, _, _, top = words.get_charbox(begins.start())
            found.append((begins[0], number, left, page.get_height() - top))
    return found
