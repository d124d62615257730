"""How does the owner of a letter arrive with what is printed in it?"""

from ways import NEW


def come(browser, given, status=200):
    user_id, password = given
    return browser.open("/keiyakusha/login").send({"user_id": user_id, "password": password}, status)


def chosen(browser, given):
    """The owner of a letter logs in and chooses a password."""
    assert come(browser, given).number == 711
    return browser.send({"current": given[1], **NEW})
