"""Whom a RAD means: the names in its columns matched to agencies, units, posts, all members, or kept as text.

A name is certain only when it is written as an agency's name, alias or usual abbreviation and no second
agency could be meant. Everything else is a proposal for a person, or for the file given with ``--match``.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import Enum

from django.utils.translation import gettext_lazy as _

from gugus.core.sheets import Cell, Sheet, Source, read_sheets
from rad.workbook.texts import folded, one_line

# Usual abbreviations, as bureaus write them.
ABBREVIATIONS = {
    "bakesbangpol": "badan kesatuan bangsa dan politik",
    "bappeda": "badan perencanaan pembangunan daerah",
    "baznas": "badan amil zakat nasional",
    "bps": "badan pusat statistik",
    "dinas kominfo": "dinas komunikasi dan informatika",
    "dinkes": "dinas kesehatan",
    "dinsos": "dinas sosial",
    "disdik": "dinas pendidikan",
    "disdukcapil": "dinas kependudukan dan pencatatan sipil",
    "dishub": "dinas perhubungan",
    "diskominfo": "dinas komunikasi dan informatika",
    "disnaker": "dinas tenaga kerja",
    "disnakertrans": "dinas tenaga kerja dan transmigrasi",
    "dispendukcapil": "dinas kependudukan dan pencatatan sipil",
    "kejari": "kejaksaan negeri",
    "kemenag": "kementerian agama",
    "pn": "pengadilan negeri",
    "polres": "kepolisian resor",
    "polresta": "kepolisian resor kota",
    "polsek": "kepolisian sektor",
    "satpol pp": "satuan polisi pamong praja",
    "setda": "sekretariat daerah",
    "kemenkum": "kementerian hukum",
}
# Abbreviations only at the beginning of a name: "Kantor Imigrasi" is written out already.
SHORT_BEGINNINGS = {"imigrasi": "kantor imigrasi", "kominfo": "dinas komunikasi dan informatika"}
# Kinds of agency of which a region usually has one, so that the kind alone names it.
SOLE_KINDS = ("kepolisian resor", "kejaksaan negeri", "pengadilan negeri", "kantor imigrasi")
# Units → words of the agency they belong to, as ``_key`` writes it.
UNITS = {
    "uptd ppa": ("pemberdayaan perempuan", "perlindungan perempuan", "dp3a", "dppa", "dp3ap2kb"),
    "uptd perlindungan perempuan dan anak": ("pemberdayaan perempuan", "dp3a", "dppa", "dp3ap2kb"),
    "unit ppa": ("kepolisian resor", "polres"),
    "satreskrim": ("kepolisian resor", "polres"),
    "rsud": ("dinas kesehatan",),
    "puskesmas": ("dinas kesehatan",),
    "bagian hukum": ("sekretariat daerah",),
    "bagian pemerintahan": ("sekretariat daerah",),
    "bagian kesejahteraan rakyat": ("sekretariat daerah",),
}
POSTS = {
    "ketua": re.compile(r"^ketua(?: (?:gugus tugas|gt|umum))?$"),
    "wakil_ketua": re.compile(r"^wakil ketua(?: gugus tugas)?$"),
    "ketua_harian": re.compile(r"^(?:ketua|pelaksana) harian(?: gugus tugas)?$"),
    "sekretaris": re.compile(r"^sekretaris(?: (?:gugus tugas|i|ii))?$"),
    "sekretariat": re.compile(r"^sekretariat gugus tugas$"),
    "pj_sub": re.compile(r"^(?:penanggung jawab|koordinator|ketua) sub gugus tugas(?: [ivx]+)?$"),
}
ALL = re.compile(
    r"^(?:semua|seluruh|segenap) (?:anggota(?: gugus tugas)?|instansi(?: terkait| anggota)?|opd|pd)$"
)

CLOSE = 0.84
_SHORT = re.compile(rf"(?<!\S)(?:{'|'.join(sorted(ABBREVIATIONS, key=len, reverse=True))})(?!\S)")
REGION = re.compile(r"\b(?:kota administrasi|kabupaten|kota|kab) (?:[a-z]+ ?){1,3}$")


class PartyKind(Enum):
    AGENCY = "instansi"
    UNIT = "unit"
    POST = "jabatan"
    ALL = "semua"
    TEXT = "teks"


class Certainty(Enum):
    CERTAIN = "pasti"
    UNSURE = "ragu"


@dataclass(frozen=True, slots=True)
class Known:
    """An agency of the portal. ``parent`` is the id of the agency it is a unit of."""

    id: object
    short: str
    full: str = ""
    aliases: tuple[str, ...] = ()
    parent: object | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    id: object
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """Who is meant by a name.

    ``target`` is an agency's id (kinds AGENCY and UNIT; None for a unit the portal does not know yet), a key
    of ``POSTS`` (POST), or None. ``parent`` is the agency a unit belongs to, or the one a post names in
    brackets.
    """

    name: str
    kind: PartyKind
    target: object | None
    certainty: Certainty
    candidates: tuple[Candidate, ...] = ()
    parent: object | None = None

    def needs_person(self, *, responsible: bool) -> bool:
        """Whether somebody must confirm it: what is unsure, and a responsible party that is no agency."""
        return self.certainty is Certainty.UNSURE or (responsible and self.kind is not PartyKind.AGENCY)


def match_parties(names: Iterable[str], known: Sequence[Known]) -> list[Match]:
    """One match per name, in the same order."""
    index = _Index(known)
    found: dict[str, Match] = {}
    for name in (names := [one_line(name) for name in names]):
        if name not in found:
            found[name] = _match(name, index)
    return [found[name] for name in names]


def _match(name: str, index: "_Index") -> Match:
    key = _key(name)
    if ALL.match(key):
        return Match(name, PartyKind.ALL, None, Certainty.CERTAIN)
    post = _post(name, index)
    if post:
        return post
    exact = index.exact(key)
    if len(exact) == 1:
        return index.certain(name, exact[0])
    if exact:
        return index.unsure(name, exact)
    return _unit(name, key, index) or _near(name, key, index)


def _post(name: str, index: "_Index") -> Match | None:
    """ "Ketua Harian (Polres)": a post of the task force, with the agency it names in brackets."""
    brackets = re.search(r"\(([^()]+)\)\s*$", name)
    plain = _key(name[: brackets.start()] if brackets else name)
    for code, words in POSTS.items():
        if words.match(plain):
            holders = index.exact(_key(brackets[1])) if brackets else []
            parent = holders[0].id if len(holders) == 1 else None
            return Match(name, PartyKind.POST, code, Certainty.CERTAIN, parent=parent)
    return None


def _unit(name: str, key: str, index: "_Index") -> Match | None:
    """A unit the portal does not know yet, proposed under the agency it usually belongs to."""
    for unit, owners in UNITS.items():
        if key == unit or key.startswith(unit + " "):
            parents = index.containing(owners)
            parent = parents[0].id if len(parents) == 1 else None
            candidates = tuple(Candidate(each.id, each.short, 0.5) for each in parents)
            return Match(name, PartyKind.UNIT, None, Certainty.UNSURE, candidates, parent)
    return None


def _near(name: str, key: str, index: "_Index") -> Match:
    near = index.near(key)
    if near:
        target = near[0].id if len(near) == 1 else None
        return Match(name, PartyKind.AGENCY, target, Certainty.UNSURE, near)
    return Match(name, PartyKind.TEXT, None, Certainty.CERTAIN)


class _Index:
    """The known agencies by every way to write them."""

    def __init__(self, known: Sequence[Known]) -> None:
        self.known = known
        self.ways = {each.id: _ways(each) for each in known}
        self.by_key: dict[str, list[Known]] = {}
        for each in known:
            for key in self.ways[each.id]:
                self.by_key.setdefault(key, []).append(each)

    def exact(self, key: str) -> list[Known]:
        """Agencies written exactly so; a kind of which there is one here ("Polres") names it as well."""
        if key in self.by_key:
            return self.by_key[key]
        if key in SOLE_KINDS:
            return [each for each in self.known if any(_is_of_kind(way, key) for way in self.ways[each.id])]
        return []

    def containing(self, words: Sequence[str]) -> list[Known]:
        return [
            each for each in self.known if any(word in way for word in words for way in self.ways[each.id])
        ]

    def near(self, key: str) -> tuple[Candidate, ...]:
        """Agencies whose name begins like this one, or is written almost so, best first."""
        scored = (
            (max((_likeness(key, way) for way in self.ways[each.id]), default=0), each) for each in self.known
        )
        best = sorted(((score, each) for score, each in scored if score >= CLOSE), key=lambda pair: -pair[0])
        return tuple(Candidate(each.id, each.short, round(score, 2)) for score, each in best[:5])

    def certain(self, name: str, each: Known) -> Match:
        kind = PartyKind.AGENCY if each.parent is None else PartyKind.UNIT
        return Match(name, kind, each.id, Certainty.CERTAIN, parent=each.parent)

    def unsure(self, name: str, several: list[Known]) -> Match:
        candidates = tuple(Candidate(each.id, each.short, 1.0) for each in several)
        return Match(name, PartyKind.AGENCY, None, Certainty.UNSURE, candidates)


def _ways(each: Known) -> frozenset[str]:
    """The ways to write an agency: its names, also without the region's name behind them."""
    keys = {
        _key(text) for text in (each.short, each.full, re.sub(r"\s*\(.*\)", "", each.full), *each.aliases)
    }
    plain = {REGION.sub("", way).strip() for way in keys} - set(SOLE_KINDS)
    return frozenset(key for key in keys | plain if key)


def _is_of_kind(way: str, kind: str) -> bool:
    return way == kind or way.startswith(kind + " ")


def _likeness(key: str, way: str) -> float:
    shorter, longer = sorted((key, way), key=len)
    if len(shorter) >= 6 and longer.startswith(shorter + " "):
        return 0.9
    return SequenceMatcher(None, key, way, autojunk=False).ratio()


def _key(name: str) -> str:
    """A name for comparison: small letters, no punctuation, abbreviations written out."""
    words = re.sub(r"[^\w\s]", " ", folded(name).replace("&", " dan "))
    words = re.sub(r"\b(?:uptd?|upt)\s*(?:d\b)?\s*", "uptd ", " ".join(words.split())).strip()
    words = _SHORT.sub(lambda found: ABBREVIATIONS[found[0]], words)
    first = words.split(" ")[0]
    return words.replace(first, SHORT_BEGINNINGS[first], 1) if first in SHORT_BEGINNINGS else words


# Answers of a person --------------------------------------------------------------------------------------

COLUMNS = ("nama", "jenis", "tujuan")


class MatchFileError(Exception):
    """The file of answers cannot be used; ``problems`` says per cell what, why and how."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person says a name means; ``target`` is an agency's name or a post."""

    name: str
    kind: PartyKind
    target: str


def read_match_csv(source: Source) -> dict[str, Answer]:
    """Read answers from a file with the columns nama, jenis, tujuan.

    ``jenis`` is instansi, unit, jabatan, semua or teks. Returned by the folded name, for ``apply_answers``.
    Raises MatchFileError with one problem per faulty cell, SheetRefused for a file that is no table.
    """
    sheet = read_sheets(source, max_rows=5_000, max_cols=20).sheets[0]
    places = _places(sheet)
    problems: list[str] = []
    answers: dict[str, Answer] = {}
    for row in sheet.rows[1:]:
        values = {name: _text_at(row, column) for name, column in places.items()}
        problem = _problem(values, answers)
        if problem:
            problems.append(_("Baris %(row)s: %(problem)s") % {"row": row[0].row, "problem": problem})
        else:
            answer = Answer(values["nama"], PartyKind(values["jenis"].casefold()), values["tujuan"])
            answers[folded(answer.name)] = answer
    if problems:
        raise MatchFileError(problems)
    return answers


def _places(sheet: Sheet) -> dict[str, int]:
    heads = {folded(cell.text): cell.column for cell in sheet.rows[0]}
    missing = [name for name in COLUMNS if name not in heads]
    if missing:
        words = _(
            "Kolom %(missing)s tidak ada. Baris pertama harus berisi nama, jenis, tujuan. Contoh: %(example)s"
        )
        example = "nama,jenis,tujuan"
        raise MatchFileError([words % {"missing": ", ".join(missing), "example": example}])
    return {name: heads[name] for name in COLUMNS}


def _text_at(row: tuple[Cell, ...], column: int) -> str:
    return next((one_line(cell.text) for cell in row if cell.column == column), "")


def _problem(values: Mapping[str, str], answers: Mapping[str, Answer]) -> object | None:
    """What is wrong with one line of answers, or None."""
    kinds = [kind.value for kind in PartyKind]
    if not values["nama"]:
        return _("nama kosong. Tulis nama seperti dalam matriks. Contoh: UPTD PPA.")
    if folded(values["nama"]) in answers:
        return _("nama “%(nama)s” sudah dijawab. Setiap nama dijawab sekali.") % values
    if values["jenis"].casefold() not in kinds:
        words = _("jenis “%(jenis)s” tidak dikenal. Pilih salah satu: %(kinds)s.")
        return words % {**values, "kinds": ", ".join(kinds)}
    if not values["tujuan"] and values["jenis"].casefold() in ("instansi", "unit", "jabatan"):
        return _("tujuan kosong. Jenis %(jenis)s harus menyebut tujuannya. Contoh: Dinas Sosial.") % values
    return None


def apply_answers(
    matches: Iterable[Match], answers: Mapping[str, Answer], known: Sequence[Known]
) -> tuple[list[Match], list[str]]:
    """The matches with a person's answers laid over them, and the problems of answers that lead nowhere.

    An answered match is certain. For ``unit`` the target is the unit itself if the portal knows it, else the
    agency it belongs to. A caller asks nobody about names in ``answers``.
    """
    index = _Index(known)
    done, problems = [], []
    for match in matches:
        answer = answers.get(folded(match.name))
        found = _answered(match, answer, index) if answer else match
        if answer and found is None:
            words = _(
                "Tujuan “%(target)s” untuk “%(name)s” tidak dikenal sebagai %(kind)s. Tulis namanya seperti "
                "di portal. Contoh: Dinas Sosial."
            )
            problems.append(words % {"target": answer.target, "name": match.name, "kind": answer.kind.value})
        done.append(found or match)
    return done, list(dict.fromkeys(problems))


def _answered(match: Match, answer: Answer, index: _Index) -> Match | None:
    plain = replace(
        match, kind=answer.kind, target=None, parent=None, candidates=(), certainty=Certainty.CERTAIN
    )
    if answer.kind in (PartyKind.ALL, PartyKind.TEXT):
        return plain
    if answer.kind is PartyKind.POST:
        post = _post(answer.target, index)
        code = post.target if post else folded(answer.target).replace(" ", "_")
        named = match.parent if match.kind is PartyKind.POST else None
        return replace(plain, target=code, parent=(post and post.parent) or named) if code in POSTS else None
    found = index.exact(_key(answer.target))
    if len(found) != 1:
        return None
    if answer.kind is PartyKind.UNIT and found[0].parent is None:
        return replace(plain, parent=found[0].id)
    return replace(plain, target=found[0].id, parent=found[0].parent)
