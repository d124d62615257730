"""By which keys staff find customers, and what they searched for"""

import sqlalchemy as sa
from alembic import op

from rules import finding

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

BATCH = 1000
FOUND_BY = {'contracts': ('find_kana', 'find_phone', 'find_email'), 'accounts': ('find_kana', 'find_email')}
MADE_OF = {
    'contracts': ('strict_key', 'holder_phone', 'holder_email'),
    'accounts': ('family_kana', 'given_kana', 'email'),
}
KEYS_OF = {'contracts': finding.contract_keys, 'accounts': finding.account_keys}
INDEXES = (
    ('contracts', ('find_kana',)),
    ('contracts', ('holder_birth', 'find_kana')),
    ('contracts', ('find_phone',)),
    ('contracts', ('find_email',)),
    ('accounts', ('find_kana',)),
    ('accounts', ('birth_date', 'find_kana')),
    ('accounts', ('find_email',)),
)


def upgrade():
    letter_by_letter = sa.String(collation='C') if op.get_bind().dialect.name == 'postgresql' else sa.String()
    for table, keys in FOUND_BY.items():
        for key in keys:
            # With a default, since SQLite would else have to make the table anew, to which others refer.
            kind = letter_by_letter if key == 'find_kana' else sa.String()
            op.add_column(table, sa.Column(key, kind, nullable=False, server_default=''))
        fill(table)
    # After the keys, since it takes less to sort them once than to put each into its place.
    for table, columns in INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)
    some = sa.text('application_number IS NOT NULL')
    name = 'ix_contracts_application_number'
    op.create_index(name, 'contracts', ['application_number'], sqlite_where=some, postgresql_where=some)
    op.create_table(
        'staff_searches',
        sa.Column('id', sa.String(), nullable=False),
        sa.Column('member_id', sa.Integer(), nullable=False),
        sa.Column('sealed', sa.LargeBinary(), nullable=False),
        sa.Column('made_at', sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(['member_id'], ['staff_members.id'], name='fk_staff_searches_member_id_staff_members'),
        sa.PrimaryKeyConstraint('id', name='pk_staff_searches'),
    )
    op.create_index('ix_staff_searches_made_at', 'staff_searches', ['made_at'])
    op.create_index('ix_staff_searches_member_id', 'staff_searches', ['member_id'])


def fill(table):
    connection = op.get_bind()
    rows = sa.table(table, *map(sa.column, ('id', *FOUND_BY[table], *MADE_OF[table])))
    made_of = [rows.c[name] for name in MADE_OF[table]]
    asked = sa.select(rows.c.id, *made_of).where(rows.c.id > sa.bindparam('last')).order_by(rows.c.id).limit(BATCH)
    values = {name: sa.bindparam(f'new_{name}') for name in FOUND_BY[table]}
    filled = sa.update(rows).where(rows.c.id == sa.bindparam('of')).values(values)
    last = 0
    while found := connection.execute(asked, {'last': last}).all():
        keys = [{'of': number, **KEYS_OF[table](*parts)} for number, *parts in found]
        connection.execute(filled, [{name if name == 'of' else f'new_{name}': each[name] for name in each} for each in keys])
        last = found[-1].id


def downgrade():
    op.drop_table('staff_searches')
    op.drop_index('ix_contracts_application_number', 'contracts')
    for table, columns in INDEXES:
        op.drop_index(f"ix_{table}_{'_'.join(columns)}", table)
    for table, keys in FOUND_BY.items():
        for key in keys:
            op.drop_column(table, key)
