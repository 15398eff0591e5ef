"""The access matrix: every address × method × role, and no address it does not know."""

import re

import pytest
from django.conf import settings as django_settings
from django.db import connection

from gugus.dashboard.documents.brief import brief_content
from gugus.dashboard.enums import Audience
from gugus.dashboard.mails import weekly_message
from gugus.dashboard.models import WeeklyLetter
from gugus.dashboard.points import talking_points
from gugus.dashboard.selectors.snapshots import snapshot_board
from gugus.documents.layouts import brief_html
from tests.access.matrix import FILES, MATRIX, PUBLIC, values_for
from tests.access.routes import Route, walk
from tests.access.walker import METHODS, OTHER_METHODS, ROLES, Walker, address, counts, leaks, letter, undone
from tests.scene import CANARIES, Scene

ROUTES = walk()
TOKEN = re.compile(rb"[A-Za-z0-9]{64}")  # of CSRF, masked anew in every answer
NAMES = [route.name for route in ROUTES]


def test_every_address_is_known() -> None:
    assert sorted(set(NAMES)) == sorted(MATRIX), "an address without a row, or a row without an address"
    assert len(NAMES) == len(set(NAMES)), "two addresses share a name"


def test_every_file_beside_the_addresses_is_known() -> None:
    """Whatever lies there is anybody's: a file put there by mistake would be published."""
    assert {path.name for path in django_settings.WHITENOISE_ROOT.rglob("*")} == FILES


def test_the_walk_does_not_stop_early() -> None:
    assert len(ROUTES) >= 100
    assert {"home", "dashboard:dashboard", "members:agency-list", "rad:report-accept"} <= set(NAMES)


@pytest.mark.parametrize("route", ROUTES, ids=NAMES)
@pytest.mark.parametrize("method", METHODS)
def test_matrix(walker: Walker, route: Route, method: str) -> None:
    url = address(route, values_for(walker.scene, route))
    got, complaints = walker.row(url, method)
    expected = MATRIX[route.name][METHODS.index(method)]
    said = {role: (want, have) for role, want, have in zip(ROLES, expected, got, strict=True) if want != have}
    assert not said, f"{method} {url}: role → (expected, got) {said}"
    assert not complaints


@pytest.mark.parametrize("route", ROUTES, ids=NAMES)
def test_other_methods_do_nothing(walker: Walker, route: Route) -> None:
    url = address(route, values_for(walker.scene, route))
    for method in OTHER_METHODS:
        with undone():
            assert letter(walker.ask("sekretariat", method, url)) in "mxL.", method


@pytest.mark.parametrize("route", [r for r in ROUTES if r.name not in PUBLIC], ids=lambda r: r.name)
def test_a_signed_out_visitor_is_sent_to_sign_in(walker: Walker, route: Route) -> None:
    url = address(route, values_for(walker.scene, route))
    with undone():
        response = walker.ask("tamu", "GET", url)
    assert response.status_code == 302
    assert response.url.startswith(f"/{django_settings.LOGIN_URL and 'akun/masuk/'}")


def test_hidden_and_absent_answer_alike(walker: Walker) -> None:
    """A row of another task force and one that never was: the same bytes but for the address."""
    there, nowhere = walker.scene.world.agencies["Polres"].pk, "00000000-0000-4000-8000-000000000000"
    answers = [walker.ask("asing", "GET", f"/anggota/{pk}/") for pk in (there, nowhere)]
    assert [answer.status_code for answer in answers] == [404, 404]
    hidden, absent = (TOKEN.sub(b"", answer.content) for answer in answers)
    assert hidden.replace(str(there).encode(), nowhere.encode()) == absent


def side_doors(scene: Scene) -> list[str]:
    """Addresses beside the matrix's own: things of others, drafts, lists as exported, searches."""
    lists = ["/anggota/", "/anggota/penetapan/", "/sk/", "/rad/", "/jejak/", "/akun/pengguna/", "/pustaka/"]
    return [
        f"/rad/laporan/{scene.reports['submitted'].pk}/",
        f"/rad/bukti/{scene.evidence['hidden'].pk}/berkas/",
        f"/rad/bukti/{scene.evidence['own'].pk}/berkas/",
        f"/rad/kegiatan/{scene.items['Dinas Kesehatan'].pk}/",
        *[f"/rad/{scene.draft_plan.pk}/{page}" for page in ("", "susun/", "perbedaan/", "salin/", "hapus/")],
        f"/rad/{scene.plan.pk}/pelaporan/?_export=csv",
        f"/rad/periode/{scene.period.pk}/kegiatan/?_export=csv",
        "/rad/verifikasi/?_export=csv",
        f"/rad/unggahan/{scene.extra['answer_run'].pk}/",
        f"/sk/{scene.draft.pk}/",
        f"/sk/{scene.review.pk}/",
        *[f"{path}?_export={kind}" for path in lists for kind in ("csv", "xlsx")],
        *[f"{path}?q=KENARI" for path in lists],
    ]


def test_no_canary_leaves_by_a_side_door(walker: Walker) -> None:
    found = []
    for path in side_doors(walker.scene):
        for role in ROLES:
            with undone():
                found += [
                    f"{path}: {leak}" for leak in leaks(walker.scene, role, walker.ask(role, "GET", path))
                ]
    assert not found, "\n".join(found)


def test_the_canaries_sing_where_they_may(walker: Walker) -> None:
    """The sweep can find something: those who may read a canary do."""
    page = walker.ask("dinsos", "GET", f"/rad/laporan/{walker.scene.reports['draft'].pk}/")
    assert CANARIES["draft_report"].encode() in page.content
    upload = walker.ask("dinsos", "GET", f"/rad/unggahan/{walker.scene.extra['answer_run'].pk}/")
    assert CANARIES["answer_run"].encode() in upload.content
    grid = walker.ask("dinsos", "GET", f"/rad/lapor/{walker.scene.period.pk}/")
    assert CANARIES["typed"].encode() in grid.content
    file = walker.ask("dinkes", "GET", f"/rad/bukti/{walker.scene.evidence['hidden'].pk}/berkas/")
    assert CANARIES["hidden_file"].encode() in b"".join(file.streaming_content)


def test_no_canary_in_the_kernels_tables(walker: Walker) -> None:
    """Audit trail, cache, sessions and job rows carry codes and ids, never what people typed."""
    tables = (
        "core_auditevent",
        "core_cache",
        "django_session",
        "members_memberjob",
        "rad_radjob",
        "cases_casetrail",
        "dashboard_snapshot",
        "dashboard_dashboardjob",
    )
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
            text = cursor.fetchone()[0] or ""
            assert not [name for name, canary in walker.scene.canaries.items() if canary in text], table


def test_no_canary_on_the_paper_and_in_the_letter_of_the_board(walker: Walker) -> None:
    """What leaves the portal about a board carries numbers and names of offices, never what people typed."""
    scene, snapshot = walker.scene, walker.scene.extra["brief"].snapshot
    board = snapshot_board(snapshot, Audience.LEADERS)
    letter = WeeklyLetter(
        recipient=scene.world.people["sekda"], snapshot=snapshot, message_id="<contoh@example.id>"
    )
    paper = brief_html(brief_content(board, talking_points(board), snapshot))
    sent = paper + str(weekly_message(letter).body)
    assert board.task_force in sent
    assert not [name for name, canary in scene.canaries.items() if canary in sent]


def test_a_foreign_item_is_read_only(walker: Walker) -> None:
    """For an item of Dinas Kesehatan `dinsos` reads pages and is refused wherever something would change."""
    scene = walker.scene
    item, report = scene.items["Dinas Kesehatan"].pk, scene.reports["submitted"].pk
    shared, base = scene.evidence["shared"].pk, f"/rad/lapor/{scene.period.pk}/{item}/"
    acts = ("ajukan", "tarik", "kembalikan", "terima", "kunci", "koreksi")
    refused = [base, f"{base}bukti/", f"/rad/kegiatan/{item}/ubah/", f"/rad/kegiatan/{item}/indikator/baru/"]
    refused += [f"/rad/laporan/{report}/{act}/" for act in acts]
    refused += [f"/rad/bukti/{shared}/{act}/" for act in ("hapus", "bagikan")]
    for path in refused:
        for method in ("GET", "POST"):
            with undone():
                assert walker.ask("dinsos", method, path).status_code == 403, path
                assert counts() == walker.before, path
    for path in (f"/rad/kegiatan/{item}/", f"/rad/laporan/{report}/", f"/rad/{scene.plan.pk}/"):
        page = walker.ask("dinsos", "GET", path)
        assert page.status_code == 200
        assert CANARIES["hidden_evidence"].encode() not in page.content
