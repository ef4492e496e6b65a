"""The chat: sessions, turns, transcript, offers, forms and the vault."""

import sqlalchemy as sa
from alembic import op

revision = "0002_chat"
down_revision = "0001_items_and_cases"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Step forward."""
    op.create_table(
        "chat_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("station_id", sa.String(length=64), nullable=True),
        sa.Column("tail_expected", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_sessions")),
        sa.UniqueConstraint("conversation", name=op.f("uq_chat_sessions_conversation")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_chat_sessions_token_digest")),
    )
    with op.batch_alter_table("chat_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chat_sessions_seen_at"), ["seen_at"], unique=False)

    op.create_table(
        "chat_forms",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=80), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["chat_sessions.id"], name=op.f("fk_chat_forms_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_forms")),
    )
    with op.batch_alter_table("chat_forms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chat_forms_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_chat_forms_session_id"), ["session_id"], unique=False)

    op.create_table(
        "chat_offers",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=24), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["chat_sessions.id"], name=op.f("fk_chat_offers_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_offers")),
    )
    with op.batch_alter_table("chat_offers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chat_offers_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_chat_offers_session_id"), ["session_id"], unique=False)

    op.create_table(
        "chat_secrets",
        sa.Column("session_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("placeholder", sa.String(length=16), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["chat_sessions.id"], name=op.f("fk_chat_secrets_session_id")
        ),
        sa.PrimaryKeyConstraint("session_id", "placeholder", name=op.f("pk_chat_secrets")),
    )
    with op.batch_alter_table("chat_secrets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chat_secrets_at"), ["at"], unique=False)

    op.create_table(
        "chat_turns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=64), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trace", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["chat_sessions.id"], name=op.f("fk_chat_turns_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_turns")),
        sa.UniqueConstraint("session_id", "client_id", name=op.f("uq_chat_turns_session_id_client_id")),
    )
    with op.batch_alter_table("chat_turns", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chat_turns_asked_at"), ["asked_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_chat_turns_request_id"), ["request_id"], unique=False)

    op.create_table(
        "chat_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sender", sa.String(length=8), nullable=False),
        sa.Column("message", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["chat_sessions.id"], name=op.f("fk_chat_entries_session_id")
        ),
        sa.ForeignKeyConstraint(["turn_id"], ["chat_turns.id"], name=op.f("fk_chat_entries_turn_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_entries")),
    )
    with op.batch_alter_table("chat_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chat_entries_at"), ["at"], unique=False)
        batch_op.create_index("ix_chat_entries_session", ["session_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_chat_entries_turn_id"), ["turn_id"], unique=False)


def downgrade() -> None:
    """Step back."""
    with op.batch_alter_table("chat_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chat_entries_turn_id"))
        batch_op.drop_index("ix_chat_entries_session")
        batch_op.drop_index(batch_op.f("ix_chat_entries_at"))

    op.drop_table("chat_entries")
    with op.batch_alter_table("chat_turns", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chat_turns_request_id"))
        batch_op.drop_index(batch_op.f("ix_chat_turns_asked_at"))

    op.drop_table("chat_turns")
    with op.batch_alter_table("chat_secrets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chat_secrets_at"))

    op.drop_table("chat_secrets")
    with op.batch_alter_table("chat_offers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chat_offers_session_id"))
        batch_op.drop_index(batch_op.f("ix_chat_offers_at"))

    op.drop_table("chat_offers")
    with op.batch_alter_table("chat_forms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chat_forms_session_id"))
        batch_op.drop_index(batch_op.f("ix_chat_forms_at"))

    op.drop_table("chat_forms")
    with op.batch_alter_table("chat_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chat_sessions_seen_at"))

    op.drop_table("chat_sessions")
