"""What a contract insures"""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('contracts', sa.Column('covers', sa.Text(), nullable=True))


def downgrade():
    op.drop_column('contracts', 'covers')
