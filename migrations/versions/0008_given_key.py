"""By which given name a contract's holder is known"""

import sqlalchemy as sa
from alembic import op

from exchange.imports import cells

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

BATCH = 1000


def upgrade():
    # With a default, since SQLite would else have to make the table anew, to which others refer.
    op.add_column('contracts', sa.Column('given_key', sa.String(), nullable=False, server_default=''))
    connection = op.get_bind()
    contracts = sa.table('contracts', *map(sa.column, ('id', 'holder_kana', 'given_key')))
    asked = sa.select(contracts).where(contracts.c.id > sa.bindparam('last')).order_by(contracts.c.id).limit(BATCH)
    filled = sa.update(contracts).where(contracts.c.id == sa.bindparam('of')).values(given_key=sa.bindparam('key'))
    last = 0
    while found := connection.execute(asked, {'last': last}).mappings().all():
        keys = [{'of': row['id'], 'key': cells.kana_keys(row['holder_kana'])['given_key']} for row in found]
        connection.execute(filled, keys)
        last = found[-1]['id']


def downgrade():
    op.drop_column('contracts', 'given_key')
