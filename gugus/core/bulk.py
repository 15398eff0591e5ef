"""Many new rows at once, by PostgreSQL's COPY: a tenth of the time of INSERT where there are thousands."""

from collections.abc import Sequence
from operator import attrgetter

from django.db import connection, models
from psycopg import sql


def copy_in(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model; constraints hold as ever, a fault raises IntegrityError.

    As with `bulk_create`, `full_clean` and signals are not called; keys the database makes are not read back.
    """
    if not rows:
        return
    model = type(rows[0])
    made = (models.AutoField, models.BigAutoField)
    fields = [field for field in model._meta.local_concrete_fields if not isinstance(field, made)]
    table = sql.Identifier(model._meta.db_table)
    columns = sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in fields)
    values = attrgetter(*(field.attname for field in fields))
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(table, columns)
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.cursor.copy(command) as copy:
        for row in rows:
            copy.write_row(values(row))
