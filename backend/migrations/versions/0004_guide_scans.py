"""How often a guide's code was opened."""

import sqlalchemy as sa
from alembic import op

revision = "0004_guide_scans"
down_revision = "0003_key_check"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Step forward."""
    op.create_table(
        "guide_scans",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("guide", sa.String(length=64), nullable=False),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "guide", "station", name=op.f("pk_guide_scans")),
    )


def downgrade() -> None:
    """Step back."""
    op.drop_table("guide_scans")
