"""What of a contract is searched, folded once"""

import sqlalchemy as sa
from alembic import op

from domain.contracts import search_key

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

BATCH = 1000


def upgrade():
    # With a default, since SQLite would else have to make the table anew, to which others refer.
    op.add_column('contracts', sa.Column('search_key', sa.Text(), nullable=False, server_default=''))
    connection = op.get_bind()
    contracts = sa.table('contracts', *map(sa.column, ('id', 'search_key', *search_key.COLUMNS)))
    asked = sa.select(contracts).where(contracts.c.id > sa.bindparam('last')).order_by(contracts.c.id).limit(BATCH)
    filled = sa.update(contracts).where(contracts.c.id == sa.bindparam('of')).values(search_key=sa.bindparam('key'))
    last = 0
    while found := connection.execute(asked, {'last': last}).mappings().all():
        connection.execute(filled, [{'of': row['id'], 'key': search_key.key_of(row)} for row in found])
        last = found[-1]['id']


def downgrade():
    op.drop_column('contracts', 'search_key')
