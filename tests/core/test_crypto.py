"""What is sealed can be read at its own place, with its own key, and nowhere else; and is shown by nobody."""

import copy
import dataclasses
import hashlib
import hmac
import os
import pickle
import traceback
import uuid
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldError, ValidationError
from django.core.files.base import ContentFile
from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.models import F, Value
from django.forms import modelform_factory
from django.test.utils import isolate_apps
from hypothesis import given
from hypothesis import strategies as st

from gugus.core import crypto
from gugus.core.crypto import EncryptedTextField, Sealed, Unreadable, blind_index, seal, unseal

PLACE = {"table": "cases_identity", "column": "name", "row": "7"}
OLD, NEW = ("old", b"o" * 32), ("new", b"n" * 32)
CLEAR = "Budi Contoh bin Rahasia"


@pytest.fixture
def keys(settings):
    """Set the keys of the process: the first encrypts."""

    def use(*pairs):
        settings.ENV = dataclasses.replace(settings.ENV, identity_keys=pairs)

    return use


@given(st.binary(max_size=300), st.text(max_size=20), st.uuids())
def test_what_was_sealed_comes_back(data, column, row):
    place = {"table": "t", "column": column, "row": str(row)}
    assert unseal(seal(data, **place), **place) == data


@given(st.binary(min_size=1, max_size=40), st.sampled_from(sorted(PLACE)))
def test_another_row_column_or_table_is_refused(data, moved):
    with pytest.raises(Unreadable):
        unseal(seal(data, **PLACE), **PLACE | {moved: "other"})


@given(st.binary(max_size=20), st.data())
def test_every_single_flipped_bit_is_refused(data, draw):
    blob = bytearray(seal(data, **PLACE))
    place = draw.draw(st.integers(0, len(blob) - 1))
    blob[place] ^= 1 << draw.draw(st.integers(0, 7))
    with pytest.raises(Unreadable):
        unseal(bytes(blob), **PLACE)


def test_every_byte_flipped_in_turn_and_every_shorter_value_is_refused():
    blob = seal(b"x", **PLACE)
    changed = [blob[:n] + bytes([blob[n] ^ 0xFF]) + blob[n + 1 :] for n in range(len(blob))]
    for wrong in [*changed, *(blob[:n] for n in range(len(blob))), blob + b"x"]:
        with pytest.raises(Unreadable):
            unseal(wrong, **PLACE)


def test_the_same_text_is_sealed_differently_each_time():
    assert len({seal(b"x", **PLACE) for _ in range(50)}) == 50


def test_the_first_key_seals_and_all_open(keys):
    keys(OLD)
    before = seal(b"x", **PLACE)
    keys(NEW, OLD)
    after = seal(b"x", **PLACE)
    assert (crypto.key_id(before), crypto.key_id(after)) == ("old", "new")
    assert unseal(before, **PLACE) == unseal(after, **PLACE) == b"x"
    keys(NEW)
    with pytest.raises(Unreadable, match="'old'"):
        unseal(before, **PLACE)
    keys(("old", b"?" * 32))
    with pytest.raises(Unreadable):
        unseal(before, **PLACE)


@given(st.text("0123456789", min_size=1, max_size=16), st.text(" .-", min_size=1, max_size=3))
def test_the_index_of_a_nik_is_that_of_its_digits(digits, gap):
    assert blind_index(gap.join(digits)) == blind_index(f" {digits}\n") != blind_index(digits + "0")
    key = settings.ENV.identity_keys[0][1]
    assert blind_index(digits) != hmac.digest(key, digits.encode(), hashlib.sha256)
    assert blind_index(gap) == b""


# --- the field, on a table made for it


@pytest.fixture(scope="session")
def table():
    """A table with two encrypted columns, as migrations would make it."""
    with isolate_apps("gugus.core"):

        class Secret(models.Model):
            id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
            name = EncryptedTextField("nama", max_length=40)
            note = EncryptedTextField("catatan", blank=True)
            state = models.CharField(max_length=10, default="a")

            class Meta:
                app_label = "core"
                db_table = "test_secret"

        with connection.schema_editor(collect_sql=True, atomic=False) as editor:
            editor.create_model(Secret)
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(" ".join(editor.collected_sql))
    yield Secret
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("DROP TABLE test_secret")


@pytest.fixture
def Secret(table, db):
    return table


def stored(row, column="name"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM test_secret WHERE id = %s", [row.pk])
        return bytes(cursor.fetchone()[0])


@pytest.mark.django_db
@given(text=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_text_comes_back_from_the_table(table, text):
    row = table.objects.create(name="x", note=text)
    assert table.objects.get(pk=row.pk).note == text
    assert (
        stored(row, "note") == b""
        if not text
        else text.encode() not in stored(row, "note")[40:] or len(text) < 4
    )


def test_none_is_no_text(Secret):
    row = Secret.objects.create(name=None)
    row.refresh_from_db()
    assert (row.name, row.note, stored(row)) == ("", "", b"")


@pytest.fixture
def row(Secret):
    return Secret.objects.create(name=CLEAR, note="catatan rahasia")


def test_saving_what_did_not_change_keeps_the_bytes(Secret, row):
    before = stored(row)
    row.save()
    loaded = Secret.objects.get(pk=row.pk)
    loaded.state = "b"
    loaded.save()
    loaded.name = CLEAR
    loaded.save()
    assert stored(row) == before
    loaded.name = "Lain Contoh"
    loaded.save(update_fields=["state"])
    assert stored(row) == before
    loaded.save(update_fields=["name"])
    assert stored(row) != before
    assert Secret.objects.get(pk=row.pk).name == "Lain Contoh"


def test_saving_opens_nothing(Secret, row, keys):
    """A list that only marks its rows does not need, and does not use, the key."""
    loaded = Secret.objects.get(pk=row.pk)
    Secret.objects.filter(pk=row.pk).update(note=Sealed(b"\x01" + stored(row)[1:-1] + b"?"))
    damaged = Secret.objects.get(pk=row.pk)
    damaged.state = "b"
    damaged.save()
    with pytest.raises(Unreadable):
        _ = damaged.note
    damaged.note = "ditulis ulang"
    damaged.save()
    assert Secret.objects.get(pk=row.pk).note == "ditulis ulang"
    assert loaded.name == CLEAR


def test_saving_moves_a_row_to_the_first_key(Secret, keys):
    keys(OLD)
    row = Secret.objects.create(name=CLEAR)
    keys(NEW, OLD)
    Secret.objects.get(pk=row.pk).save()
    assert crypto.key_id(stored(row)) == "new"


def test_bulk_create_and_deferred_fields(Secret):
    rows = Secret.objects.bulk_create([Secret(name=f"Budi {n}", note="x" * n) for n in range(20)])
    assert [Secret.objects.get(pk=row.pk).name for row in rows] == [f"Budi {n}" for n in range(20)]
    late = Secret.objects.only("state").get(pk=rows[3].pk)
    late.save()
    assert "name" not in vars(late)
    assert (late.name, late.note) == ("Budi 3", "xxx")
    deferred = Secret.objects.defer("note").get(pk=rows[4].pk)
    deferred.save(update_fields=["note"])
    assert Secret.objects.get(pk=rows[4].pk).note == "xxxx"


def test_a_row_copied_by_hand_to_another_is_unreadable(Secret, row):
    other = Secret.objects.create(name="x", note="y")
    Secret.objects.filter(pk=other.pk).update(name=Sealed(stored(row)), note=Sealed(stored(other)))
    moved = Secret.objects.get(pk=other.pk)
    for column in ("name", "note"):
        with pytest.raises(Unreadable) as refusal:
            getattr(moved, column)
        assert CLEAR not in str(refusal.value)


def test_saving_an_instance_under_another_key_is_refused_not_garbled(Secret, row):
    copied = Secret.objects.get(pk=row.pk)
    copied.pk = uuid.uuid4()
    copied._state.adding = True
    with pytest.raises(Unreadable), transaction.atomic():
        copied.save()
    assert Secret.objects.count() == 1


def test_a_row_without_a_key_is_refused(table):
    nameless = table(id=None, name="x")
    with pytest.raises(ValueError, match="needs its key"):
        table._meta.get_field("name").pre_save(nameless, True)


def test_copies_are_of_the_same_row(Secret, row, monkeypatch):
    monkeypatch.setitem(apps.get_app_config("core").models, "secret", Secret)
    for made in (copy.copy(row), copy.deepcopy(row), copy.deepcopy(Secret(pk=row.pk, name=CLEAR))):
        assert made.name == CLEAR


def test_values_are_opaque(Secret, row):
    (given_out,) = Secret.objects.values("name", "note")
    ((listed,),) = Secret.objects.values_list("name")
    for value in (given_out["name"], listed, Secret.objects.annotate(n=F("name")).get().n):
        assert isinstance(value, Sealed)
        assert {str(value), repr(value), f"{value}", f"{value:>9}"} == {"●●●●"}
        assert value
        assert copy.deepcopy(value) == value
    assert not Sealed(b"")


def test_nothing_is_pickled(Secret, row):
    for thing in (row, Secret.objects.get(), Secret(name=CLEAR), Secret.objects.values("name").first()):
        with pytest.raises(TypeError, match="not pickled"):
            pickle.dumps(thing)


def test_no_clear_text_in_what_is_printed(Secret, row):
    fresh = Secret(name=CLEAR, note=CLEAR)
    things = (row, fresh, vars(row), vars(fresh), [vars(Secret.objects.get())])
    shown = [repr(thing) + str(thing) for thing in things]
    with pytest.raises(Unreadable) as refusal:
        unseal(seal(CLEAR.encode(), **PLACE), **PLACE | {"row": "8"})
    shown.append("".join(traceback.format_exception(refusal.value)))
    assert refusal.value.__cause__ is None
    assert not [text for text in shown if "Rahasia" in text]


@pytest.mark.parametrize(
    "lookup",
    [{"name": CLEAR}, {"name": None}]
    + [
        {f"name__{how}": value}
        for how, value in (
            ("exact", CLEAR), ("iexact", CLEAR), ("contains", "Budi"), ("startswith", "B"), ("in", [CLEAR]),
            ("gt", ""), ("lt", "z"), ("range", ("a", "z")), ("regex", "B"), ("length", 3), ("year", 2026),
        )
    ],
    ids=str,
)  # fmt: skip
def test_it_cannot_be_searched(Secret, row, lookup):
    with pytest.raises(FieldError, match="encrypted"):
        Secret.objects.filter(**lookup).exists()
    with pytest.raises(FieldError, match="encrypted"):
        Secret.objects.exclude(**lookup).exists()


def test_isnull_is_the_one_question_allowed(Secret, row):
    assert Secret.objects.filter(name__isnull=False).count() == 1


def test_updates_that_know_no_row_are_refused(Secret, row):
    with pytest.raises(FieldError, match="saving the instance"), transaction.atomic():
        Secret.objects.update(name=CLEAR)
    with pytest.raises(FieldError, match="saving the instance"), transaction.atomic():
        Secret.objects.bulk_update([row], ["name"])
    for value in (b"bytes", F("note"), Value(CLEAR)):
        with pytest.raises(FieldError, match="assign text"):
            Secret(name=value)
    Secret.objects.update(note="")
    assert Secret.objects.get().note == ""


@pytest.mark.parametrize("value", [Value(CLEAR), Value(CLEAR.encode()), Value(b"\x01short")], ids=str)
def test_the_database_refuses_what_is_not_sealed(Secret, row, value):
    with pytest.raises((IntegrityError, DataError)):
        Secret.objects.update(name=value)


def test_it_is_not_serialised(Secret, row):
    from django.core import serializers

    with pytest.raises(FieldError, match="not serialised"):
        serializers.serialize("json", [row])


def test_forms_and_checks_see_clear_text(Secret, row):
    form_class = modelform_factory(Secret, fields=["name", "note"])
    assert form_class(instance=row).initial == {"name": CLEAR, "note": "catatan rahasia"}
    assert 'maxlength="40"' in str(form_class()["name"])
    assert "<textarea" in str(form_class()["note"])
    assert form_class({"name": "", "note": ""}).errors.keys() == {"name"}
    assert form_class({"name": "é" * 41, "note": ""}).errors.keys() == {"name"}
    form = form_class({"name": "é" * 40, "note": ""}, instance=row)
    form.save()
    assert Secret.objects.get().name == "é" * 40
    with pytest.raises(ValidationError) as refusal:
        Secret(name="", note="").full_clean()
    assert refusal.value.error_dict.keys() == {"name"}


def test_its_migration_is_stable(table):
    field = table._meta.get_field("name")
    _name, path, args, kwargs = field.deconstruct()
    assert (path, args, kwargs) == (
        "gugus.core.crypto.fields.EncryptedTextField",
        [],
        {"verbose_name": "nama", "max_length": 40},
    )
    again = EncryptedTextField(*args, **kwargs)
    assert again.deconstruct()[1:] == field.deconstruct()[1:]
    assert len(again.validators) == len(field.validators)


# --- files


@pytest.fixture
def storage(tmp_path):
    return crypto.SealedStorage(location=tmp_path)


@given(data=st.binary(max_size=200))
def test_a_file_comes_back_and_the_disk_holds_no_clear_text(tmp_path_factory, data):
    storage = crypto.SealedStorage(location=tmp_path_factory.mktemp("files"))
    name = storage.save("cases/a.pdf", ContentFile(data))
    assert storage.open(name).read() == data
    assert storage.size(name) == len(data)
    assert len(data) < 4 or data not in Path(storage.path(name)).read_bytes()


def test_a_file_has_no_address_and_is_not_opened_for_writing(storage):
    name = storage.save("a", ContentFile(b"x"))
    with pytest.raises(ValueError, match="no URL"):
        storage.url(name)
    with pytest.raises(ValueError, match="for reading"):
        storage.open(name, "wb")


def test_a_renamed_swapped_or_damaged_file_is_refused(storage):
    first, second = (storage.save(name, ContentFile(name.encode())) for name in ("a", "b"))
    Path(storage.path(second)).write_bytes(Path(storage.path(first)).read_bytes())
    with pytest.raises(Unreadable):
        storage.open(second)
    Path(storage.path(first)).write_bytes(b"")
    with pytest.raises(Unreadable):
        storage.open(first)


def test_a_name_that_is_taken_gets_another_and_still_opens(storage):
    names = [storage.save("a.pdf", ContentFile(text)) for text in (b"1", b"2")]
    assert len(set(names)) == 2
    assert [storage.open(name).read() for name in names] == [b"1", b"2"]


def test_a_name_taken_while_writing_is_refused(storage, tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"of another process")
    with pytest.raises(FileExistsError):
        storage._save("a.pdf", ContentFile(b"1"))
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"of another process"]


def test_a_file_comes_under_the_first_key_and_stays_the_same_file(storage, keys):
    keys(OLD)
    name = storage.save("a.pdf", ContentFile(b"isi"))
    keys(NEW, OLD)
    storage.reseal(name)
    assert (storage.key_id(name), storage.open(name).read(), storage.size(name)) == ("new", b"isi", 3)
    before = Path(storage.path(name)).read_bytes()
    storage.reseal(name)
    assert Path(storage.path(name)).read_bytes() == before
    assert os.listdir(storage.location) == ["a.pdf"]
