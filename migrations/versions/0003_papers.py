"""Which letters were printed, for whom, and in which file"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'papers',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('contract_id', sa.Integer(), nullable=True),
        sa.Column('ends_on', sa.Date(), nullable=True),
        sa.Column('has_password', sa.Boolean(), nullable=False),
        sa.Column('file', sa.String(), nullable=False),
        sa.Column('made_at', sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name='fk_papers_account_id_accounts'),
        sa.ForeignKeyConstraint(['contract_id'], ['contracts.id'], name='fk_papers_contract_id_contracts'),
        sa.PrimaryKeyConstraint('id', name='pk_papers'),
        sa.UniqueConstraint('kind', 'contract_id', 'ends_on', name='uq_papers_kind_contract_id_ends_on'),
    )
    op.create_index('ix_papers_account_id', 'papers', ['account_id'], unique=False)
    op.create_index('ix_papers_contract_id', 'papers', ['contract_id'], unique=False)
    op.create_index('ix_papers_file', 'papers', ['file'], unique=False)


def downgrade():
    op.drop_table('papers')
