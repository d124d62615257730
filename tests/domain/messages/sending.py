"""What do tests of sending post, and where do they look for it?"""

from datetime import UTC, datetime

import smtp_server

from domain.messages import letters
from infra.database import read, write
from models import Letter

NOW = datetime(2026, 4, 1, 5, 3, tzinfo=UTC)
ADDRESS = "hanako.mihon@example.jp"
SECRET = "ひみつのURL"


class Killed(BaseException):
    """The sender is gone."""


def post(app, key="run:1", address=ADDRESS, body=SECRET, withheld=False):
    draft = letters.Draft(
        kind="registration",
        portal_name="okyakusama",
        address=address,
        subject="【サンプル損保】初回利用登録に関するご案内",
        text=f"{body}\n.\n..点で始まる行\n",
        html=f"<p>{body}</p>",
        sender="サンプル損保 <oshirase@okyakusama.example>",
        withheld=withheld,
    )
    with app.app_context(), write() as session:
        letters.post(session, app.extensions["keyring"], draft, key=key, now=app.config["CLOCK"]())


def kept(app):
    with app.app_context(), read() as session:
        return session.query(Letter).one()


def serve(app, postbox, **settings):
    return smtp_server.server(postbox, app.config["SMTP_PORT"], **settings)
