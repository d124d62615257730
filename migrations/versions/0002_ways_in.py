"""Issued passwords, links that die with an account's password, and the device of an event"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

FOREIGN_KEY = 'fk_links_account_id_accounts'


def upgrade():
    # Others refer to accounts: a table made anew (which SQLite needs for more than this) would lose them.
    op.add_column('accounts', sa.Column('issued_password', sa.String(), nullable=True))
    op.add_column('accounts', sa.Column('issued_until', sa.DateTime(), nullable=True))
    op.add_column('events', sa.Column('device', sa.String(), nullable=True))
    op.add_column('logins', sa.Column('proved_at', sa.DateTime(), nullable=True))
    with op.batch_alter_table('links') as links:
        links.add_column(sa.Column('account_id', sa.Integer(), nullable=True))
        links.create_foreign_key(FOREIGN_KEY, 'accounts', ['account_id'], ['id'])
        links.create_index('ix_links_account_id', ['account_id'], unique=False)


def downgrade():
    with op.batch_alter_table('links') as links:
        links.drop_index('ix_links_account_id')
        links.drop_constraint(FOREIGN_KEY, type_='foreignkey')
        links.drop_column('account_id')
    op.drop_column('logins', 'proved_at')
    op.drop_column('events', 'device')
    op.drop_column('accounts', 'issued_until')
    op.drop_column('accounts', 'issued_password')
