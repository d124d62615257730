"""What members of staff open, see and do, told row by row, and keys by which they come in"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

REFUSED = 'the audit trail is only ever added to'
PRUNED = 'EXISTS (SELECT 1 FROM audit_days WHERE audit_days.day = OLD.day AND audit_days.pruned)'
ON_SQLITE = (
    f"CREATE TRIGGER audit_entries_stay BEFORE UPDATE ON audit_entries BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    f"CREATE TRIGGER audit_entries_are_kept BEFORE DELETE ON audit_entries WHEN NOT {PRUNED} "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    f"CREATE TRIGGER audit_days_are_kept BEFORE DELETE ON audit_days BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
)
ON_POSTGRESQL = (
    f"""CREATE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'audit_entries' THEN
        IF {PRUNED} THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation';
END $$""",
    'CREATE TRIGGER audit_entries_stay BEFORE UPDATE OR DELETE ON audit_entries '
    'FOR EACH ROW EXECUTE FUNCTION audit_refuses()',
    'CREATE TRIGGER audit_entries_are_kept BEFORE TRUNCATE ON audit_entries EXECUTE FUNCTION audit_refuses()',
    'CREATE TRIGGER audit_days_stay BEFORE DELETE ON audit_days FOR EACH ROW EXECUTE FUNCTION audit_refuses()',
    'CREATE TRIGGER audit_days_are_kept BEFORE TRUNCATE ON audit_days EXECUTE FUNCTION audit_refuses()',
)


def upgrade():
    op.create_table(
        'audit_days',
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('before', sa.String(), nullable=False),
        sa.Column('entries', sa.Integer(), nullable=False),
        sa.Column('head', sa.String(), nullable=False),
        sa.Column('told', sa.Boolean(), nullable=False),
        sa.Column('pruned', sa.Boolean(), nullable=False),
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
        sa.Column('ticket', sa.String(), nullable=True),
        sa.Column('screen', sa.Integer(), nullable=True),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('about', sa.Text(), nullable=False),
        sa.Column('hash', sa.String(), nullable=False),
        sa.ForeignKeyConstraint(['member_id'], ['staff_members.id'], name='fk_audit_entries_member_id_staff_members'),
        sa.ForeignKeyConstraint(['second_id'], ['staff_members.id'], name='fk_audit_entries_second_id_staff_members'),
        sa.PrimaryKeyConstraint('id', name='pk_audit_entries'),
        sa.UniqueConstraint('day', 'place', name='uq_audit_entries_day_place'),
    )
    op.create_index('ix_audit_entries_account_id', 'audit_entries', ['account_id', 'id'])
    op.create_index('ix_audit_entries_act', 'audit_entries', ['act', 'id'])
    op.create_index('ix_audit_entries_case_id', 'audit_entries', ['case_id', 'id'])
    op.create_index('ix_audit_entries_contract_id', 'audit_entries', ['contract_id', 'id'])
    op.create_index('ix_audit_entries_member_id', 'audit_entries', ['member_id', 'id'])
    op.create_index('ix_audit_entries_ticket', 'audit_entries', ['ticket', 'id'])
    _refuse_changes()
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
        sa.Column('answered', sa.Boolean(), nullable=False),
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
    # With defaults, since SQLite would else have to make the tables anew, to which others refer.
    op.add_column('staff_members', sa.Column('must_change', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('staff_logins', sa.Column('device', sa.String(), nullable=False, server_default=''))
    op.add_column('staff_logins', sa.Column('by_passkey', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        'incidents',
        sa.Column('number', sa.String(), nullable=False),
        sa.Column('at', sa.DateTime(), nullable=False),
        sa.Column('portal', sa.String(), nullable=False),
        sa.Column('pattern', sa.String(), nullable=False),
        sa.Column('screen', sa.Integer(), nullable=True),
        sa.Column('classes', sa.String(), nullable=False),
        sa.Column('places', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('number', name='pk_incidents'),
    )
    op.create_index('ix_incidents_at', 'incidents', ['at'])
    op.create_table(
        'paper_requests',
        sa.Column('contract_id', sa.Integer(), nullable=False),
        sa.Column('asked_at', sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(['contract_id'], ['contracts.id'], name='fk_paper_requests_contract_id_contracts'),
        sa.PrimaryKeyConstraint('contract_id', name='pk_paper_requests'),
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


def _refuse_changes():
    """Rows are only ever added: the database itself refuses the rest, but for what a day says was pruned."""
    for statement in ON_POSTGRESQL if op.get_bind().dialect.name == 'postgresql' else ON_SQLITE:
        op.execute(statement)


def downgrade():
    op.drop_column('runs', 'mistaken_at')
    op.drop_column('runs', 'mistake')
    op.drop_column('staff_logins', 'by_passkey')
    op.drop_column('staff_logins', 'device')
    op.drop_column('staff_members', 'must_change')
    op.drop_table('incidents')
    op.drop_table('paper_requests')
    op.drop_column('contracts', 'closed_at')
    op.drop_table('staff_approvals')
    op.drop_table('unmaskings')
    op.drop_table('caller_checks')
    op.drop_table('staff_cases')
    op.drop_table('staff_passkeys')
    op.drop_table('audit_entries')
    op.drop_table('audit_days')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP FUNCTION audit_refuses()')
