"""The second wall as SQL: row policies and kernel functions, spelled once for migrations (row_security.md).

Every walled table is under forced row security. Web and worker get what its policies say; the kernel role,
which cannot log in, acts only inside SECURITY DEFINER functions with a pinned search path.
"""

WEB = "gugus_web, gugus_worker"
KERNEL = "gugus_kernel"
GROUPS = "ANY((SELECT gugus_groups())::int[])"
ROLES = "ANY((SELECT gugus_roles())::text[])"
USER = "(SELECT gugus_user())"
HERE = "(SELECT gugus_task_force())"


def wall(table: str, *, select: str, insert: str = "", update: str = "", delete: str = "") -> str:
    """Enable and force row security on a table, with one policy per verb; an empty verb is not allowed.

    `update` guards the row before and after: what may not be written may not be written over either.
    """
    lines = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;",
        f"CREATE POLICY {table}_kernel ON {table} TO {KERNEL} "
        f"USING (current_user = '{KERNEL}') WITH CHECK (current_user = '{KERNEL}');",
        f"CREATE POLICY {table}_select ON {table} FOR SELECT TO {WEB} USING ({select});",
    ]
    if insert:
        lines.append(f"CREATE POLICY {table}_insert ON {table} FOR INSERT TO {WEB} WITH CHECK ({insert});")
    if update:
        lines.append(
            f"CREATE POLICY {table}_update ON {table} FOR UPDATE TO {WEB} "
            f"USING ({update}) WITH CHECK ({update});"
        )
    if delete:
        lines.append(f"CREATE POLICY {table}_delete ON {table} FOR DELETE TO {WEB} USING ({delete});")
    withheld = [
        verb for verb, rule in (("INSERT", insert), ("UPDATE", update), ("DELETE", delete)) if not rule
    ]
    if withheld:
        lines.append(f"REVOKE {', '.join(withheld)} ON {table} FROM {WEB};")
    return "\n".join(lines)


def unwall(table: str) -> str:
    """The way back of `wall`."""
    verbs = ("kernel", "select", "insert", "update", "delete")
    drops = "\n".join(f"DROP POLICY IF EXISTS {table}_{verb} ON {table};" for verb in verbs)
    return (
        f"{drops}\nALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;\n"
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;\n"
        f"GRANT INSERT, UPDATE, DELETE ON {table} TO {WEB};"
    )


def kernel_function(name: str, arguments: str, returns: str, body: str, *, callers: str = "") -> str:
    """A SECURITY DEFINER function of the kernel; `callers` are the roles that may call it, by default none.

    The body is plpgsql. It must ask itself who is acting (`gugus_user()`, `gugus_groups()`), because inside
    it no policy does.
    """
    types = ", ".join(part.split(" DEFAULT ")[0].split(None, 1)[1] for part in _split(arguments))
    grant = f"GRANT EXECUTE ON FUNCTION {name}({types}) TO {callers};" if callers else ""
    return f"""
CREATE FUNCTION {name}({arguments}) RETURNS {returns} LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $kernel$
{body}
$kernel$;
REVOKE EXECUTE ON FUNCTION {name}({types}) FROM PUBLIC, {WEB};
{grant}
ALTER FUNCTION {name}({types}) OWNER TO {KERNEL};
"""


def kernel_trigger(name: str, body: str, *triggers: str) -> str:
    """A trigger function that runs as the kernel, and the triggers that call it (`AFTER INSERT ON …`)."""
    made = "\n".join(
        f"CREATE TRIGGER {name}_{number} {when} FOR EACH ROW EXECUTE FUNCTION {name}();"
        for number, when in enumerate(triggers, start=1)
    )
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $kernel$
{body}
$kernel$;
{made}
REVOKE EXECUTE ON FUNCTION {name}() FROM PUBLIC, {WEB};
ALTER FUNCTION {name}() OWNER TO {KERNEL};
"""


def _split(arguments: str) -> list[str]:
    return [part.strip() for part in arguments.split(",") if part.strip()]
