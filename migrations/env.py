"""What does Alembic compare and change? The connection that infra/schema.py gives, against the tables of models.py."""

from alembic import context

import models
from infra.database import Instant


def _render(kind, item, autogen_context):
    """A migration keeps no name of ours: it must run long after models.py has changed."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, Instant) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=models.Table.metadata,
    render_as_batch=True,
    render_item=_render,
)
with context.begin_transaction():
    context.run_migrations()
