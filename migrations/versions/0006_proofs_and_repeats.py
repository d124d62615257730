"""Whose run bears which proof, who spent an issued password, and to which address a letter went"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('runs', sa.Column('proof', sa.String(), nullable=True))
    op.add_column('accounts', sa.Column('issued_spent_at', sa.DateTime(), nullable=True))
    op.add_column('accounts', sa.Column('issued_spent_by', sa.String(), nullable=True))
    op.add_column('letters', sa.Column('addressee', sa.String(), nullable=True))
    op.create_index('ix_letters_addressee_created_at', 'letters', ['addressee', 'created_at'], unique=False)


def downgrade():
    op.drop_index('ix_letters_addressee_created_at', table_name='letters')
    op.drop_column('letters', 'addressee')
    op.drop_column('accounts', 'issued_spent_by')
    op.drop_column('accounts', 'issued_spent_at')
    op.drop_column('runs', 'proof')
