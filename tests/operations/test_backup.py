"""A backup comes back as the same site or not at all: each refusal says why, and leaves nothing half done."""

import json
import os
import resource
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pyrage
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError

from cases.models import Case
from cases.services.attachments import attachment_add
from cases.services.identity import identity_save
from gugus.core.crypto import unseal
from gugus.documents.services import document_file_store
from gugus.operations.backup import BackupRefused, archive, database, making, manifest, status
from members import services as members
from tests.cases.builders import acting, open_case
from tests.files import one_page
from tests.operations.conftest import Target, changed, databases, run

NAME = "Bunga Contoh"
committed = pytest.mark.django_db(transaction=True)


def refused(*command: Any) -> str:
    """The reason given, without a trace of what was begun."""
    before = databases()
    with pytest.raises(CommandError) as reason:
        run(*command)
    assert databases() == before
    return str(reason.value)


def files(media: Path) -> dict[str, bytes]:
    return {path.relative_to(media).as_posix(): path.read_bytes() for path in making.media_files(media)}


@pytest.fixture
def told(world, sign_in) -> Case:
    """A case with a name and a sealed file, a decree's PDF, somebody signed in."""
    case = open_case(world, "dinsos_kasus", "Dinas Sosial")
    with acting(world, "dinsos_kasus") as now:
        identity_save(case=case, by=now.user, name=NAME)
        upload = SimpleUploadedFile("surat.pdf", one_page("surat"))
        attachment_add(case=case, by=now.user, title="Surat", upload=upload)
    with acting(world, "sekretariat") as now:
        job = members.decree_render(decree=world.decree, by=now.user)
        document_file_store(document=job.document, pdf=one_page("SK"), by=now.user)
    sign_in(world.people["sekretariat"]).get("/")
    return case


@committed
def test_a_site_comes_back_equal_and_its_old_sessions_do_not(told, site, target, identity):
    run("backup")
    [path] = site.glob("*.age")
    data = path.read_bytes()
    assert not [word for word in (NAME, "Budi", "accounts_user", "%PDF") if word.encode() in data]
    here = files(Path(settings.MEDIA_ROOT))
    with target.here():
        said = run("restore", path, "--identity", identity[0])
    assert "TIDAK" not in said
    assert "dinding basis data utuh" in said
    lines = {line.split("  ")[0]: line for line in said.splitlines()}
    assert "1 baris" in lines["tabel cases_identity"]
    assert "1 utuh dari 1" in lines["naskah members_decreedocument"]
    assert "utuh" in lines["jejak core_auditevent"]
    key, sealed = target.ask("SELECT id::text, name FROM cases_identity")
    place = {"table": "cases_identity", "column": "name", "row": key}
    assert unseal(bytes(sealed), **place).decode() == NAME
    assert target.ask("SELECT count(*) FROM django_session") == (0,)
    assert target.ask("SELECT count(*) FROM core_auditevent WHERE action = 'core.site_restore'") == (1,)
    assert files(target.media) == here
    assert "yang lama disimpan" not in said
    assert [name for name in databases() if name.startswith(target.name)] == [target.name]


@committed
def test_a_rehearsal_leaves_nothing_but_its_date(told, site):
    before = databases()
    said = run("backup_rehearsal")
    assert "berhasil" in said
    assert "TIDAK" not in said
    assert databases() == before
    assert status.last(site, "rehearsal")
    assert [path.name for path in site.iterdir()] == [status.NAME]


@pytest.fixture(scope="module")
def whole(identity, tmp_path_factory) -> Path:
    """An archive of whatever the session's database holds, made once."""
    [key] = archive.recipients((identity[1],))
    return making.make(tmp_path_factory.mktemp("arsip") / "gugus-20260101T000000Z.age", [key])[0].path


def spoiled(whole: Path, tmp_path: Path, change: Callable[[bytes], bytes]) -> Path:
    path = tmp_path / "rusak.age"
    path.write_bytes(change(whole.read_bytes()))
    return path


@pytest.mark.parametrize("at", [0.0, 0.0001, 0.1, 0.5, 0.9, 0.9999999])
def test_a_flipped_bit_is_told_wherever_it_is(whole, target, identity, tmp_path, at):
    def flip(data: bytes) -> bytes:
        place = int(len(data) * at)
        return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]

    path = spoiled(whole, tmp_path, flip)
    with target.here():
        reason = refused("restore", path, "--identity", identity[0])
    assert "rusak" in reason
    assert "tidak berubah" in reason
    assert "rusak" in refused("backup", "--verify", path, "--identity", identity[0])
    assert target.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == (0,)


@pytest.mark.parametrize("part", [0.0, 0.001, 0.5, 0.999999])
def test_a_cut_file_is_told(whole, site, identity, tmp_path, part):
    path = spoiled(whole, tmp_path, lambda data: data[: int(len(data) * part)])
    assert "terpotong" in refused("backup", "--verify", path, "--identity", identity[0])


def test_what_stands_behind_the_last_member_is_read_too(whole, site, identity, tmp_path):
    """More than all buffers on the way hold: who stopped where the tar ends would never meet the bad bit."""
    path, [secret] = tmp_path / "panjang.age", archive.identities(identity[0])
    clear = pyrage.decrypt(whole.read_bytes(), [secret]) + bytes(4 * archive.CHUNK)
    sealed = pyrage.encrypt(clear, archive.recipients((identity[1],)))
    path.write_bytes(sealed)
    assert "utuh" in run("backup", "--verify", path, "--identity", identity[0])
    path.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    assert "rusak" in refused("backup", "--verify", path, "--identity", identity[0])


def test_what_is_no_key_or_another_key_is_told(whole, target, tmp_path):
    other, text = tmp_path / "lain.txt", tmp_path / "bukan.txt"
    archive.new_identity(other)
    text.write_text("bukan kunci")
    with target.here():
        assert "kunci lain" in refused("restore", whole, "--identity", other)
        assert "tidak berisi kunci" in refused("restore", whole, "--identity", text)
        assert "tidak berisi kunci" in refused("restore", whole, "--identity", tmp_path / "tidak-ada.txt")


def test_a_missing_identity_key_is_named(whole, target, identity):
    [(name, _key)] = settings.ENV.identity_keys
    command = ("restore", whole, "--identity", identity[0])
    with target.here(), changed(identity_keys=(("lain", b"n" * 32),)):
        assert f"tidak memuat kunci {name}" in refused(*command)
    with target.here(), changed(identity_keys=((name, b"n" * 32),)):
        assert "namanya sama" in refused(*command)
    with target.here(), changed(index_key=b"n" * 32):
        assert "NIK_INDEX_KEY" in refused(*command)


def test_a_full_disk_leaves_no_half_archive(identity, tmp_path):
    path, limit = tmp_path / "penuh.age", resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2**22, limit[1]))
    try:
        with pytest.raises(BackupRefused, match="penuh"):
            archive.write(
                path,
                archive.recipients((identity[1],)),
                lambda tar: [archive.put(tar, f"media/{n}", os.urandom(2**16)) for n in range(90)] and None,
            )
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert list(tmp_path.iterdir()) == []


def test_a_dump_that_nobody_reads_any_more_is_ended():
    """It has more to say than a pipe holds: whoever waited for its end would wait for ever."""
    url = settings.ENV.database_url("backup")
    with database.snapshot(url) as (_by, name), pytest.raises(BrokenPipeError), database.dumped(url, name):
        raise BrokenPipeError


def test_only_the_owner_restores(whole, target, identity):
    assert "GUGUS_ROLE=owner" in refused("restore", whole, "--identity", identity[0])


def test_a_site_that_is_not_empty_is_left_alone_or_moved_aside(whole, target, identity):
    with target.here():
        run("restore", whole, "--identity", identity[0])
        old = files(target.media)
        reason = refused("restore", whole, "--identity", identity[0])
        assert "tidak kosong" in reason
        assert "tabel accounts_user" in reason or "tabel auth_permission" in reason
        said = run("restore", whole, "--identity", identity[0], "--replace")
    assert "yang lama disimpan: basis data tujuan_" in said
    assert files(target.media) == old
    assert len([name for name in databases() if "_lama_" in name]) == 1


def test_a_site_in_use_is_left_alone(whole, target: Target, identity):
    somebody = psycopg.connect(settings.ENV.admin_url().replace(f"session_{os.getpid()}", target.name))
    with somebody, target.here():
        assert "masih dipakai" in refused("restore", whole, "--identity", identity[0])


def rewritten(whole: Path, identity: tuple[Path, str], path: Path, change: Callable[[Any], Any]) -> Path:
    """The archive with another manifest, as somebody with all keys could write it."""
    held: dict[str, bytes] = {}
    archive.read(whole, archive.identities(identity[0]), lambda name, file, _size: keep(held, name, file))
    content = json.loads(held[making.MANIFEST])
    change(content)
    held[making.MANIFEST] = json.dumps(content).encode()
    held[making.MAC] = manifest.mac(held[making.MANIFEST]).encode()

    def fill(tar: tarfile.TarFile) -> None:
        for name, data in held.items():
            archive.put(tar, name, data)

    return archive.write(path, archive.recipients((identity[1],)), fill).path


def keep(held: dict[str, bytes], name: str, file: Any) -> None:
    held[name] = file.read()


def test_a_site_that_comes_out_different_never_takes_its_place(whole, target, identity, tmp_path):
    def one_more(content: Any) -> None:
        content["facts"]["tables"]["django_content_type"][0] += 1

    path = rewritten(whole, identity, tmp_path / "beda.age", one_more)
    with target.here():
        reason = refused("restore", path, "--identity", identity[0])
    assert "berbeda dari arsip: tabel django_content_type" in reason
    assert target.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == (0,)
    assert not target.media.exists() or files(target.media) == {}


def test_an_archive_of_a_newer_portal_is_told(whole, target, identity, tmp_path):
    path = rewritten(
        whole,
        identity,
        tmp_path / "baru.age",
        lambda content: content["migrations"].append("rad.9999_masa_depan"),
    )
    with target.here():
        assert "rad.9999_masa_depan" in refused("restore", path, "--identity", identity[0])
    path = rewritten(whole, identity, tmp_path / "format.age", lambda content: content.update(format=2))
    with target.here():
        assert "lebih baru" in refused("restore", path, "--identity", identity[0])


def test_a_member_that_leaves_the_folder_is_told(site, identity, tmp_path):
    path = tmp_path / "keluar.age"
    archive.write(
        path,
        archive.recipients((identity[1],)),
        lambda tar: archive.put(tar, f"{making.MEDIA}../../x", b"-"),
    )
    assert "keluar dari foldernya" in refused("backup", "--verify", path, "--identity", identity[0])


def test_a_new_key_is_for_its_owner_alone_and_never_written_over(tmp_path):
    path = tmp_path / "kunci.txt"
    said = run("backup", "--new-identity", path)
    assert "BACKUP_RECIPIENTS=age1" in said
    assert path.stat().st_mode & 0o777 == 0o600
    assert "tidak dapat dibuat" in refused("backup", "--new-identity", path)


def test_without_recipients_nothing_is_made(site):
    with changed(backup_recipients=()):
        assert "BACKUP_RECIPIENTS" in refused("backup")
    with changed(backup_recipients=("age1bukan",)):
        assert "bukan kunci publik" in refused("backup")
    assert not list(site.glob("*.age"))


def test_a_dump_by_a_role_the_wall_binds_fails_and_old_archives_stay(site):
    site.mkdir()
    old = site / "gugus-20200101T000000Z.age"
    old.write_bytes(b"lama")
    env = settings.ENV
    with changed(database_urls=dict(env.database_urls) | {"backup": env.database_urls["web"]}):
        assert "gagal" in refused("backup") or "permission" in refused("backup")
    assert [path.name for path in site.iterdir()] == [old.name]
