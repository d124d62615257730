"""Members of staff who work for the same customer, their notes, and figures of what customers come to"""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('staff_cases', sa.Column('whose', sa.String(), nullable=True))
    op.add_column('staff_cases', sa.Column('in_hand_at', sa.DateTime(), nullable=True))
    op.create_index('ix_staff_cases_whose', 'staff_cases', ['whose'])
    op.create_table(
        'staff_notes',
        sa.Column('id', sa.String(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=True),
        sa.Column('whose', sa.String(), nullable=False),
        sa.Column('member_id', sa.Integer(), nullable=False),
        sa.Column('sealed', sa.LargeBinary(), nullable=True),
        sa.Column('written_at', sa.DateTime(), nullable=False),
        sa.Column('withdrawn_at', sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name='fk_staff_notes_account_id_accounts'),
        sa.ForeignKeyConstraint(['member_id'], ['staff_members.id'], name='fk_staff_notes_member_id_staff_members'),
        sa.PrimaryKeyConstraint('id', name='pk_staff_notes'),
    )
    for column in ('account_id', 'member_id', 'whose', 'written_at'):
        op.create_index(f'ix_staff_notes_{column}', 'staff_notes', [column])
    op.create_table(
        'staff_drafts',
        sa.Column('member_id', sa.Integer(), nullable=False),
        sa.Column('whose', sa.String(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=True),
        sa.Column('sealed', sa.LargeBinary(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('kept_at', sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name='fk_staff_drafts_account_id_accounts'),
        sa.ForeignKeyConstraint(['member_id'], ['staff_members.id'], name='fk_staff_drafts_member_id_staff_members'),
        sa.PrimaryKeyConstraint('member_id', 'whose', name='pk_staff_drafts'),
    )
    for column in ('account_id', 'kept_at', 'whose'):
        op.create_index(f'ix_staff_drafts_{column}', 'staff_drafts', [column])
    op.create_table(
        'daily_counts',
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('what', sa.String(), nullable=False),
        sa.Column('portal', sa.String(), nullable=False),
        sa.Column('wizard', sa.String(), nullable=False),
        sa.Column('screen', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('name', sa.String(), nullable=False),
        sa.Column('kind', sa.String(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('day', 'what', 'portal', 'wizard', 'screen', 'name', 'kind', name='pk_daily_counts'),
    )
    of_customers = sa.text('subject IS NULL OR account_id IS NOT NULL')
    op.create_index(
        'ix_runs_ended',
        'runs',
        ['committed_at', 'seen_at', 'portal', 'wizard', 'screen'],
        sqlite_where=of_customers,
        postgresql_where=of_customers,
    )
    to_somebody = sa.text("masked_address <> ''")
    op.create_index(
        'ix_letters_created_at',
        'letters',
        ['created_at', 'portal', 'state'],
        sqlite_where=to_somebody,
        postgresql_where=to_somebody,
    )
    op.create_index('ix_incoming_calls_heard_at', 'incoming_calls', ['heard_at', 'portal', 'outcome'])


def downgrade():
    op.drop_index('ix_incoming_calls_heard_at', 'incoming_calls')
    op.drop_index('ix_letters_created_at', 'letters')
    op.drop_index('ix_runs_ended', 'runs')
    op.drop_table('daily_counts')
    op.drop_table('staff_drafts')
    op.drop_table('staff_notes')
    op.drop_index('ix_staff_cases_whose', 'staff_cases')
    op.drop_column('staff_cases', 'in_hand_at')
    op.drop_column('staff_cases', 'whose')
