"""Logins that wait for a call, the calls that came, and who is asked for one before everybody is"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('accounts', sa.Column('call_required', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        'waiting_logins',
        sa.Column('id', sa.String(), nullable=False),
        sa.Column('portal', sa.String(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('browser', sa.String(), nullable=False),
        sa.Column('password', sa.String(), nullable=False),
        sa.Column('called', sa.String(), nullable=False),
        sa.Column('onward', sa.String(), nullable=False),
        sa.Column('state', sa.String(), nullable=False),
        sa.Column('heard', sa.String(), nullable=False),
        sa.Column('heard_at', sa.DateTime()),
        sa.Column('created_at', sa.DateTime(), nullable=False),
        sa.Column('expires_at', sa.DateTime(), nullable=False),
        sa.Column('barred_until', sa.DateTime()),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name='fk_waiting_logins_account_id_accounts'),
        sa.PrimaryKeyConstraint('id', name='pk_waiting_logins'),
    )
    op.create_index('ix_waiting_logins_account_id', 'waiting_logins', ['account_id'])
    op.create_index('ix_waiting_logins_expires_at', 'waiting_logins', ['expires_at'])
    op.create_index(
        'ix_waiting_logins_called_state_expires_at', 'waiting_logins', ['called', 'state', 'expires_at']
    )
    op.create_table(
        'waiting_numbers',
        sa.Column('login_id', sa.String(), nullable=False),
        sa.Column('number', sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ['login_id'], ['waiting_logins.id'], name='fk_waiting_numbers_login_id_waiting_logins', ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('login_id', 'number', name='pk_waiting_numbers'),
    )
    op.create_index('ix_waiting_numbers_number', 'waiting_numbers', ['number'])
    op.create_table(
        'incoming_calls',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('source', sa.String(), nullable=False),
        sa.Column('call_id', sa.String(), nullable=False),
        sa.Column('portal', sa.String()),
        sa.Column('caller', sa.String()),
        sa.Column('called', sa.String(), nullable=False),
        sa.Column('outcome', sa.String(), nullable=False),
        sa.Column('account_id', sa.Integer()),
        sa.Column('received_at', sa.DateTime(), nullable=False),
        sa.Column('heard_at', sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name='fk_incoming_calls_account_id_accounts'),
        sa.PrimaryKeyConstraint('id', name='pk_incoming_calls'),
        sa.UniqueConstraint('source', 'call_id', name='uq_incoming_calls_source_call_id'),
    )
    op.create_index('ix_incoming_calls_account_id', 'incoming_calls', ['account_id'])
    op.create_index('ix_incoming_calls_portal_heard_at', 'incoming_calls', ['portal', 'heard_at'])
    op.create_index(
        'ix_incoming_calls_heard_at_known',
        'incoming_calls',
        ['heard_at'],
        sqlite_where=sa.text('caller IS NOT NULL OR account_id IS NOT NULL'),
        postgresql_where=sa.text('caller IS NOT NULL OR account_id IS NOT NULL'),
    )


def downgrade():
    for table in ('incoming_calls', 'waiting_numbers', 'waiting_logins'):
        op.drop_table(table)
    op.drop_column('accounts', 'call_required')
