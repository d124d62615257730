"""What members of staff open, see and do, told row by row, and keys by which they come in"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'audit_days',
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('before', sa.String(), nullable=False),
        sa.Column('entries', sa.Integer(), nullable=False),
        sa.Column('head', sa.String(), nullable=False),
        sa.Column('mark', sa.String(), nullable=False),
        sa.PrimaryKeyConstraint('day', name='pk_audit_days'),
    )
    op.create_table(
        'audit_entries',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('place', sa.Integer(), nullable=False),
        sa.Column('at', sa.DateTime(), nullable=False),
        sa.Column('act', sa.String(), nullable=False),
        sa.Column('member_id', sa.Integer(), nullable=True),
        sa.Column('second_id', sa.Integer(), nullable=True),
        sa.Column('account_id', sa.Integer(), nullable=True),
        sa.Column('contract_id', sa.Integer(), nullable=True),
        sa.Column('case_id', sa.String(), nullable=True),
        sa.Column('screen', sa.Integer(), nullable=True),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('about', sa.Text(), nullable=False),
        sa.Column('hash', sa.String(), nullable=False),
        sa.ForeignKeyConstraint(['member_id'], ['staff_members.id'], name='fk_audit_entries_member_id_staff_members'),
        sa.ForeignKeyConstraint(['second_id'], ['staff_members.id'], name='fk_audit_entries_second_id_staff_members'),
        sa.PrimaryKeyConstraint('id', name='pk_audit_entries'),
        sa.UniqueConstraint('day', 'place', name='uq_audit_entries_day_place'),
    )
    op.create_index('ix_audit_entries_account_id', 'audit_entries', ['account_id'])
    op.create_index('ix_audit_entries_act', 'audit_entries', ['act'])
    op.create_index('ix_audit_entries_at', 'audit_entries', ['at'])
    op.create_index('ix_audit_entries_case_id', 'audit_entries', ['case_id'])
    op.create_index('ix_audit_entries_contract_id', 'audit_entries', ['contract_id'])
    op.create_index('ix_audit_entries_member_id', 'audit_entries', ['member_id'])
    op.create_table(
        'staff_passkeys',
        sa.Column('id', sa.String(), nullable=False),
        sa.Column('member_id', sa.Integer(), nullable=False),
        sa.Column('label', sa.String(), nullable=False),
        sa.Column('public_key', sa.LargeBinary(), nullable=False),
        sa.Column('sign_count', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(), nullable=False),
        sa.Column('used_at', sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(['member_id'], ['staff_members.id'], name='fk_staff_passkeys_member_id_staff_members'),
        sa.PrimaryKeyConstraint('id', name='pk_staff_passkeys'),
    )
    op.create_index('ix_staff_passkeys_member_id', 'staff_passkeys', ['member_id'])
    op.create_table(
        'staff_cases',
        sa.Column('id', sa.String(), nullable=False),
        sa.Column('member_id', sa.Integer(), nullable=False),
        sa.Column('login_id', sa.String(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=True),
        sa.Column('contract_id', sa.Integer(), nullable=True),
        sa.Column('caller', sa.String(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('ticket', sa.String(), nullable=False),
        sa.Column('opened_at', sa.DateTime(), nullable=False),
        sa.Column('seen_at', sa.DateTime(), nullable=False),
        sa.Column('ends_at', sa.DateTime(), nullable=False),
        sa.Column('verified_at', sa.DateTime(), nullable=True),
        sa.Column('closed_at', sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name='fk_staff_cases_account_id_accounts'),
        sa.ForeignKeyConstraint(['contract_id'], ['contracts.id'], name='fk_staff_cases_contract_id_contracts'),
        sa.ForeignKeyConstraint(['member_id'], ['staff_members.id'], name='fk_staff_cases_member_id_staff_members'),
        sa.PrimaryKeyConstraint('id', name='pk_staff_cases'),
    )
    op.create_index('ix_staff_cases_account_id', 'staff_cases', ['account_id'])
    op.create_index('ix_staff_cases_contract_id', 'staff_cases', ['contract_id'])
    op.create_index('ix_staff_cases_ends_at', 'staff_cases', ['ends_at'])
    op.create_index('ix_staff_cases_login_id', 'staff_cases', ['login_id'])
    op.create_index('ix_staff_cases_member_id', 'staff_cases', ['member_id'])
    op.create_table(
        'caller_checks',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case_id', sa.String(), nullable=False),
        sa.Column('question', sa.String(), nullable=False),
        sa.Column('matched', sa.Boolean(), nullable=False),
        sa.Column('at', sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(['case_id'], ['staff_cases.id'], name='fk_caller_checks_case_id_staff_cases', ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name='pk_caller_checks'),
    )
    op.create_index('ix_caller_checks_case_id', 'caller_checks', ['case_id'])
    op.create_table(
        'unmaskings',
        sa.Column('case_id', sa.String(), nullable=False),
        sa.Column('item', sa.String(), nullable=False),
        sa.Column('until', sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(['case_id'], ['staff_cases.id'], name='fk_unmaskings_case_id_staff_cases', ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('case_id', 'item', name='pk_unmaskings'),
    )
    op.create_table(
        'staff_approvals',
        sa.Column('id', sa.String(), nullable=False),
        sa.Column('kind', sa.String(), nullable=False),
        sa.Column('case_id', sa.String(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=True),
        sa.Column('contract_id', sa.Integer(), nullable=True),
        sa.Column('asked_by', sa.Integer(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('asked_at', sa.DateTime(), nullable=False),
        sa.Column('expires_at', sa.DateTime(), nullable=False),
        sa.Column('sealed', sa.LargeBinary(), nullable=True),
        sa.Column('state', sa.String(), nullable=False),
        sa.Column('decided_by', sa.Integer(), nullable=True),
        sa.Column('decided_at', sa.DateTime(), nullable=True),
        sa.Column('answer', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name='fk_staff_approvals_account_id_accounts'),
        sa.ForeignKeyConstraint(['contract_id'], ['contracts.id'], name='fk_staff_approvals_contract_id_contracts'),
        sa.ForeignKeyConstraint(['asked_by'], ['staff_members.id'], name='fk_staff_approvals_asked_by_staff_members'),
        sa.ForeignKeyConstraint(['decided_by'], ['staff_members.id'], name='fk_staff_approvals_decided_by_staff_members'),
        sa.PrimaryKeyConstraint('id', name='pk_staff_approvals'),
    )
    op.create_index('ix_staff_approvals_account_id', 'staff_approvals', ['account_id'])
    op.create_index('ix_staff_approvals_asked_by', 'staff_approvals', ['asked_by'])
    op.create_index('ix_staff_approvals_contract_id', 'staff_approvals', ['contract_id'])
    op.create_index('ix_staff_approvals_state_expires_at', 'staff_approvals', ['state', 'expires_at'])
    op.add_column('contracts', sa.Column('closed_at', sa.DateTime(), nullable=True))
    op.add_column('runs', sa.Column('mistake', sa.String(), nullable=True))
    op.add_column('runs', sa.Column('mistaken_at', sa.DateTime(), nullable=True))


def downgrade():
    op.drop_column('runs', 'mistaken_at')
    op.drop_column('runs', 'mistake')
    op.drop_column('contracts', 'closed_at')
    op.drop_table('staff_approvals')
    op.drop_table('unmaskings')
    op.drop_table('caller_checks')
    op.drop_table('staff_cases')
    op.drop_table('staff_passkeys')
    op.drop_table('audit_entries')
    op.drop_table('audit_days')
