"""Screens that customers show to operators"""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'shared_screens',
        sa.Column('id', sa.String(), nullable=False),
        sa.Column('portal', sa.String(), nullable=False),
        sa.Column('browser', sa.String(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=True),
        sa.Column('code', sa.String(), nullable=True),
        sa.Column('code_until', sa.DateTime(), nullable=False),
        sa.Column('state', sa.String(), nullable=False),
        sa.Column('member_id', sa.Integer(), nullable=True),
        sa.Column('login_id', sa.String(), nullable=True),
        sa.Column('view', sa.LargeBinary(), nullable=True),
        sa.Column('turn', sa.Integer(), nullable=False),
        sa.Column('pointed', sa.Integer(), nullable=True),
        sa.Column('created_at', sa.DateTime(), nullable=False),
        sa.Column('seen_at', sa.DateTime(), nullable=False),
        sa.Column('joined_at', sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name='fk_shared_screens_account_id_accounts'),
        sa.ForeignKeyConstraint(['member_id'], ['staff_members.id'], name='fk_shared_screens_member_id_staff_members'),
        sa.PrimaryKeyConstraint('id', name='pk_shared_screens'),
        sa.UniqueConstraint('code', name='uq_shared_screens_code'),
    )
    op.create_index('ix_shared_screens_browser', 'shared_screens', ['browser'])
    op.create_index('ix_shared_screens_account_id', 'shared_screens', ['account_id'])
    op.create_index('ix_shared_screens_member_id', 'shared_screens', ['member_id'])


def downgrade():
    op.drop_table('shared_screens')
