"""Accidents, and premiums that were paid, as the core system hands them over"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'accidents',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('number', sa.String(), nullable=False),
        sa.Column('contract_id', sa.Integer(), nullable=False),
        sa.Column('happened_on', sa.Date(), nullable=False),
        sa.Column('kind', sa.String(), nullable=False),
        sa.Column('place', sa.String(), nullable=False),
        sa.Column('department', sa.String(), nullable=False),
        sa.Column('adjuster', sa.String(), nullable=False),
        sa.Column('adjuster_email', sa.String(), nullable=False),
        sa.Column('status', sa.String(), nullable=False),
        sa.ForeignKeyConstraint(['contract_id'], ['contracts.id'], name='fk_accidents_contract_id_contracts'),
        sa.PrimaryKeyConstraint('id', name='pk_accidents'),
        sa.UniqueConstraint('number', name='uq_accidents_number'),
    )
    op.create_index('ix_accidents_contract_id', 'accidents', ['contract_id'], unique=False)
    op.create_table(
        'premiums',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('contract_id', sa.Integer(), nullable=False),
        sa.Column('paid_on', sa.Date(), nullable=False),
        sa.Column('amount', sa.Integer(), nullable=False),
        sa.Column('starts_on', sa.Date(), nullable=False),
        sa.Column('ends_on', sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(['contract_id'], ['contracts.id'], name='fk_premiums_contract_id_contracts'),
        sa.PrimaryKeyConstraint('id', name='pk_premiums'),
        sa.UniqueConstraint(
            'contract_id', 'paid_on', 'starts_on', 'ends_on', name='uq_premiums_contract_id_paid_on_starts_on_ends_on'
        ),
    )


def downgrade():
    op.drop_table('premiums')
    op.drop_table('accidents')
