"""By which spelling of a name a contract is found, and by which it is told to be somebody's; what is searched, folded anew"""

import sqlalchemy as sa
from alembic import op

from domain.contracts import search_key
from exchange.imports import cells
from rules.japanese import names

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

BATCH = 1000
KEYS = ('kana_key', 'given_key', 'strict_key')


def upgrade():
    # With a default, since SQLite would else have to make the table anew, to which others refer.
    for key in ('strict_key', 'written_key'):
        op.add_column('contracts', sa.Column(key, sa.String(), nullable=False, server_default=''))
    connection = op.get_bind()
    contracts = sa.table('contracts', *map(sa.column, ('id', *KEYS, 'written_key', 'search_key', *search_key.COLUMNS)))
    asked = sa.select(contracts).where(contracts.c.id > sa.bindparam('last')).order_by(contracts.c.id).limit(BATCH)
    values = {name: sa.bindparam(f'new_{name}') for name in (*KEYS, 'written_key', 'search_key')}
    filled = sa.update(contracts).where(contracts.c.id == sa.bindparam('of')).values(values)
    last = 0
    while found := connection.execute(asked, {'last': last}).mappings().all():
        connection.execute(filled, [{'of': row['id'], **_keys(row)} for row in found])
        last = found[-1]['id']


def _keys(row):
    # By which given name the holder is known stays the core system's word (docs/decisions/0015-ownership.md).
    keys = cells.kana_keys(row['holder_kana']) | {'given_key': names.kana_key(row['given_key'])}
    keys['written_key'] = names.written_key(row['holder_name'])
    keys['search_key'] = search_key.key_of(row)
    return {f'new_{name}': key for name, key in keys.items()}


def downgrade():
    op.execute('UPDATE contracts SET kana_key = strict_key')
    for key in ('strict_key', 'written_key'):
        op.drop_column('contracts', key)
