"""Version 8: accounts of people, their sessions and tokens, and the audit log, which only grows."""

from __future__ import annotations

BOTH: tuple[str, ...] = (
    # Of what a browser or a program shows to come in, only the SHA-256 is kept.
    """CREATE TABLE users (
        name {text} PRIMARY KEY, role {text} NOT NULL, password {text} NOT NULL, created {text} NOT NULL,
        changed {text} NOT NULL)""",
    """CREATE TABLE sessions (
        digest {text} PRIMARY KEY, name {text} NOT NULL, address {text} NOT NULL, created {text} NOT NULL,
        seen {text} NOT NULL)""",
    "CREATE INDEX sessions_name ON sessions (name)",
    "CREATE TABLE tokens (digest {text} PRIMARY KEY, name {text} NOT NULL, created {text} NOT NULL)",
    "CREATE INDEX tokens_name ON tokens (name)",
    # chain is a digest of the row and of the chain of the row before.
    """CREATE TABLE audit (
        seq {integer} PRIMARY KEY, at {text} NOT NULL, name {text} NOT NULL, address {text} NOT NULL,
        what {text} NOT NULL, target {text} NOT NULL, detail {text} NOT NULL, chain {text} NOT NULL)""",
    "CREATE INDEX audit_at ON audit (at, seq)",
)
SQLITE: tuple[str, ...] = (
    """CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END""",
    """CREATE TRIGGER audit_kept BEFORE DELETE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END""",
)
POSTGRES: tuple[str, ...] = (
    """CREATE FUNCTION audit_grows() RETURNS TRIGGER LANGUAGE plpgsql
        AS 'BEGIN RAISE EXCEPTION ''the audit log only grows''; END'""",
    """CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
        FOR EACH STATEMENT EXECUTE FUNCTION audit_grows()""",
)
