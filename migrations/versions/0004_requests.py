"""What customers ask of their contracts, and the files in which the core system is told of it"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'exports',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('file', sa.String(), nullable=False),
        sa.Column('encoding', sa.String(), nullable=False),
        sa.Column('begun_at', sa.DateTime(), nullable=False),
        sa.Column('written_at', sa.DateTime(), nullable=True),
        sa.Column('named_at', sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint('id', name='pk_exports'),
    )
    op.create_table(
        'requests',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('portal', sa.String(), nullable=False),
        sa.Column('receipt_number', sa.String(), nullable=False),
        sa.Column('kind', sa.String(), nullable=False),
        sa.Column('part', sa.String(), nullable=False),
        sa.Column('contract_id', sa.Integer(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('effective_on', sa.Date(), nullable=False),
        sa.Column('contents', sa.Text(), nullable=False),
        sa.Column('state', sa.String(), nullable=False),
        sa.Column('accepted_at', sa.DateTime(), nullable=False),
        sa.Column('export_id', sa.Integer(), nullable=True),
        sa.Column('applied_at', sa.DateTime(), nullable=True),
        sa.Column('waits', sa.Text(), nullable=True),
        sa.Column('sealed', sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name='fk_requests_account_id_accounts'),
        sa.ForeignKeyConstraint(['contract_id'], ['contracts.id'], name='fk_requests_contract_id_contracts'),
        sa.ForeignKeyConstraint(['export_id'], ['exports.id'], name='fk_requests_export_id_exports'),
        sa.PrimaryKeyConstraint('id', name='pk_requests'),
        sa.UniqueConstraint('receipt_number', name='uq_requests_receipt_number'),
    )
    op.create_index('ix_requests_account_id', 'requests', ['account_id'], unique=False)
    op.create_index('ix_requests_contract_id_state', 'requests', ['contract_id', 'state'], unique=False)
    op.create_index('ix_requests_export_id', 'requests', ['export_id'], unique=False)
    op.create_index('ix_requests_state_effective_on', 'requests', ['state', 'effective_on'], unique=False)
    op.create_index(
        'uq_requests_under_way',
        'requests',
        ['contract_id', 'kind', 'part'],
        unique=True,
        sqlite_where=sa.text("state = 'accepted'"),
        postgresql_where=sa.text("state = 'accepted'"),
    )
    with op.batch_alter_table('events') as batch:
        batch.add_column(sa.Column('request_id', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('changes', sa.Text(), nullable=True))
        batch.create_foreign_key('fk_events_request_id_requests', 'requests', ['request_id'], ['id'])
    op.create_index('ix_events_request_id', 'events', ['request_id'], unique=False)


def downgrade():
    op.drop_index('ix_events_request_id', table_name='events')
    with op.batch_alter_table('events') as batch:
        batch.drop_constraint('fk_events_request_id_requests', type_='foreignkey')
        batch.drop_column('changes')
        batch.drop_column('request_id')
    op.drop_table('requests')
    op.drop_table('exports')
