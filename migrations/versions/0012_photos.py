"""Pictures of accidents, telephones that send them, and who of the insurer looks at them"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'photos',
        sa.Column('id', sa.String(), nullable=False),
        sa.Column('portal', sa.String(), nullable=False),
        sa.Column('run_id', sa.String(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('accident_id', sa.Integer(), nullable=False),
        sa.Column('place', sa.Integer(), nullable=False),
        sa.Column('digest', sa.String(), nullable=False),
        sa.Column('told', sa.LargeBinary(), nullable=False),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.Column('state', sa.String(), nullable=False),
        sa.Column('reason', sa.String(), nullable=False),
        sa.Column('doubts', sa.String(), nullable=False),
        sa.Column('look', sa.String(), nullable=False),
        sa.Column('width', sa.Integer(), nullable=True),
        sa.Column('height', sa.Integer(), nullable=True),
        sa.Column('attempts', sa.Integer(), nullable=False),
        sa.Column('arrived_at', sa.DateTime(), nullable=False),
        sa.Column('next_try_at', sa.DateTime(), nullable=False),
        sa.Column('claimed_until', sa.DateTime(), nullable=True),
        sa.Column('sent_at', sa.DateTime(), nullable=True),
        sa.Column('receipt_number', sa.String(), nullable=True),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name='fk_photos_account_id_accounts'),
        sa.ForeignKeyConstraint(['accident_id'], ['accidents.id'], name='fk_photos_accident_id_accidents'),
        sa.PrimaryKeyConstraint('id', name='pk_photos'),
        sa.UniqueConstraint('run_id', 'digest', name='uq_photos_run_id_digest'),
    )
    op.create_index('ix_photos_account_id', 'photos', ['account_id'])
    op.create_index('ix_photos_accident_id', 'photos', ['accident_id'])
    op.create_index('ix_photos_receipt_number', 'photos', ['receipt_number'])
    op.create_index('ix_photos_state_next_try_at', 'photos', ['state', 'next_try_at'])
    op.create_index('ix_photos_sent_at_receipt_number', 'photos', ['sent_at', 'receipt_number'])
    op.create_table(
        'photo_passes',
        sa.Column('id', sa.String(), nullable=False),
        sa.Column('portal', sa.String(), nullable=False),
        sa.Column('run_id', sa.String(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('accident_id', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(), nullable=False),
        sa.Column('expires_at', sa.DateTime(), nullable=False),
        sa.Column('claimed_by', sa.String(), nullable=True),
        sa.Column('claimed_at', sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name='fk_photo_passes_account_id_accounts'),
        sa.ForeignKeyConstraint(['accident_id'], ['accidents.id'], name='fk_photo_passes_accident_id_accidents'),
        sa.PrimaryKeyConstraint('id', name='pk_photo_passes'),
        sa.UniqueConstraint('run_id', name='uq_photo_passes_run_id'),
    )
    op.create_index('ix_photo_passes_account_id', 'photo_passes', ['account_id'])
    op.create_index('ix_photo_passes_accident_id', 'photo_passes', ['accident_id'])
    op.create_index('ix_photo_passes_expires_at', 'photo_passes', ['expires_at'])
    op.create_table(
        'staff_members',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(), nullable=False),
        sa.Column('shown_name', sa.String(), nullable=False),
        sa.Column('email', sa.String(), nullable=True),
        sa.Column('role', sa.String(), nullable=False),
        sa.Column('password', sa.String(), nullable=False),
        sa.Column('totp', sa.LargeBinary(), nullable=False),
        sa.Column('last_step', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(), nullable=False),
        sa.Column('closed_at', sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint('id', name='pk_staff_members'),
        sa.UniqueConstraint('name', name='uq_staff_members_name'),
    )
    op.create_table(
        'staff_logins',
        sa.Column('id', sa.String(), nullable=False),
        sa.Column('member_id', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(), nullable=False),
        sa.Column('seen_at', sa.DateTime(), nullable=False),
        sa.Column('ended_at', sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(['member_id'], ['staff_members.id'], name='fk_staff_logins_member_id_staff_members'),
        sa.PrimaryKeyConstraint('id', name='pk_staff_logins'),
    )
    op.create_index('ix_staff_logins_member_id', 'staff_logins', ['member_id'])
    with op.batch_alter_table('events') as batch:
        batch.add_column(sa.Column('staff_id', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('of_receipt', sa.String(), nullable=True))
        batch.create_foreign_key('fk_events_staff_id_staff_members', 'staff_members', ['staff_id'], ['id'])
    op.create_index('ix_events_staff_id', 'events', ['staff_id'])
    op.create_index('ix_events_of_receipt', 'events', ['of_receipt'])
    op.add_column('attempts', sa.Column('ends_at', sa.DateTime(), nullable=True))


def downgrade():
    op.drop_column('attempts', 'ends_at')
    op.drop_index('ix_events_of_receipt', table_name='events')
    op.drop_index('ix_events_staff_id', table_name='events')
    with op.batch_alter_table('events') as batch:
        batch.drop_constraint('fk_events_staff_id_staff_members', type_='foreignkey')
        batch.drop_column('of_receipt')
        batch.drop_column('staff_id')
    op.drop_table('staff_logins')
    op.drop_table('staff_members')
    op.drop_table('photo_passes')
    op.drop_table('photos')
