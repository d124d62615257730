"""What is applied for by who has no contract yet, and which contract came of it"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'applications',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('portal', sa.String(), nullable=False),
        sa.Column('receipt_number', sa.String(), nullable=False),
        sa.Column('link_id', sa.String(), nullable=False),
        sa.Column('applicant', sa.String(), nullable=False),
        sa.Column('sealed', sa.LargeBinary(), nullable=True),
        sa.Column('state', sa.String(), nullable=False),
        sa.Column('accepted_at', sa.DateTime(), nullable=False),
        sa.Column('export_id', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['export_id'], ['exports.id'], name='fk_applications_export_id_exports'),
        sa.PrimaryKeyConstraint('id', name='pk_applications'),
        sa.UniqueConstraint('link_id', name='uq_applications_link_id'),
        sa.UniqueConstraint('receipt_number', name='uq_applications_receipt_number'),
    )
    op.create_index('ix_applications_applicant_accepted_at', 'applications', ['applicant', 'accepted_at'])
    op.create_index('ix_applications_export_id', 'applications', ['export_id'])
    op.create_index('ix_applications_state_accepted_at', 'applications', ['state', 'accepted_at'])
    op.add_column('contracts', sa.Column('application_number', sa.String(), nullable=True))


def downgrade():
    op.drop_column('contracts', 'application_number')
    op.drop_table('applications')
