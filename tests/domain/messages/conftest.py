"""What do tests of sending stand on? An application that does nothing else, and a mail server of their own."""

import pytest
import smtp_server
from flask import Flask

from domain.messages import outbox
from infra import database
from infra.database import Table, engine
from infra.encryption import Keyring
from tests.domain.messages.sending import NOW


@pytest.fixture
def postbox():
    return smtp_server.Postbox()


@pytest.fixture
def sending(tmp_path, clock):
    clock.now = NOW
    app = Flask(__name__)
    url = f"sqlite:///{tmp_path / 'outbox.sqlite'}"
    app.config |= {
        "DATABASE": {"url": url, "pool_size": 20, "max_overflow": 20},
        "CLOCK": clock,
        "MAIL_FOLDER": str(tmp_path / "mail"),
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": smtp_server.free_port(),
        "SMTP_SECURITY": "none",
        "SMTP_USER": "",
        "SMTP_PASSWORD": "",
        "SMTP_CA_FILE": "",
        "SMTP_TIMEOUT": 10.0,
    }
    database.init(app)
    app.cli.add_command(outbox.cli)
    app.extensions["keyring"] = Keyring(["k" * 40])
    with app.app_context():
        Table.metadata.create_all(engine())
    return app
