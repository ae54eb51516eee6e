"""Random histories of an installation, and living through one: what the law of replay is tried on, by tests and by the campaign.

A history is a list of steps. Files are laid down at moments of a clock of its own, which decisions go by too; some come with an earlier moment than
files that were read before them.
"""

from __future__ import annotations

import datetime as dt
import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from pipelines import refresh
from pipelines.build import content_digest
from pipelines.known_at import build_known
from pipelines.ledger import Decision
from pipelines.reading import Way, stale
from pipelines.reread import replay
from pipelines.settings import Settings
from pipelines.steward.decisions import ASSIGN, RELEASE, RETRACT, UNDO, StewardRefused, decided
from pipelines.steward.pin import pinned
from pipelines.steward.rollback import release_pointer, roll_back
from pipelines.vocabulary import fingerprint_of
from tests.pipelines.sent_files import PERIOD, TASK_HEAD, count_page, count_row, csv_bytes, task_row, xlsx
from tests.properties.homes import put

FIRST = dt.date(2025, 10, 20)
SENDERS = ("BTP", "BCA", "H05", "VPCP")
KINDS = (
    "tasks",
    "fewer tasks",
    "other tasks",
    "hardly any tasks",
    "own columns",
    "counts",
    "dossiers",
    "indicators",
    "same again",
    "junk",
    "no table",
    "for another",
    "unknown sender",
)
DOSSIER = ("Mã hồ sơ", "Tên thủ tục", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Mức độ", "Chủ hồ sơ", "Số CCCD")
OWN_HEAD = ("STT", "Mã nhiệm vụ", "Nội dung nhiệm vụ", "Mốc phải xong", "Trạng thái", "Chốt sổ", "Ghi nhận riêng")
STEPS = (
    "file",
    "file",
    "file",
    "file",
    "early file",
    "refresh",
    "refresh",
    "retract",
    "assign",
    "release",
    "undo",
    "config",
    "replay",
    "pin",
    "crash",
)

Delivery = tuple[str, bytes, dt.datetime]


def file_of(kind: str, sender: str, day: dt.date, chance: random.Random, sent: list[Delivery]) -> tuple[str, bytes]:
    """Folder and bytes of one delivery of that kind."""
    stated = [f"Tính đến ngày {day:%d/%m/%Y}"]
    match kind:
        case "tasks" | "fewer tasks" | "hardly any tasks" | "other tasks":
            codes = {"tasks": range(1, 8), "fewer tasks": range(1, 7), "hardly any tasks": range(1, 3), "other tasks": range(20, 24)}[kind]
            rows = []
            for number in codes:
                done = chance.random() < 0.3
                state, on = ("Hoàn thành", f"{chance.randrange(1, 20):02}/10/2025") if done else (chance.choice(["Đang thực hiện", "???"]), None)
                rows.append(
                    task_row(number, f"NV-{number}", f"Nhiệm vụ thứ {number}", chance.choice(["15/10/2025", "30/12/2025", "Quý IV/2025"]), state, on)
                )
            if chance.random() < 0.3:
                rows += [rows[0], task_row(99, None, None)]  # word for word, and without a key
            return sender, xlsx([stated, TASK_HEAD, *rows])
        case "own columns":
            rows = [
                [at, f"NV-{at}", f"Nhiệm vụ thứ {at}", f"{chance.randrange(1, 28):02}/11/2025", "Đang thực hiện", "19/10/2025", f"lưu ý {at}"]
                for at in range(1, 5)
            ]
            return sender, xlsx([stated, OWN_HEAD, *rows])
        case "counts":
            rows = [count_row(at, name, online=chance.randrange(9, 90), full=chance.choice([0, 3, None])) for at, name in enumerate("ABC", start=1)]
            return sender, xlsx(count_page(rows, top=(stated, [PERIOD])))
        case "dossiers":
            rows = [
                [
                    f"H05.1-2510{chance.randrange(1, 10):02}-00{number:02}",
                    "Khai sinh",
                    "01/10/2025",
                    "19/10/2025",
                    chance.choice([None, "18/10/2025", "20/10/2025"]),
                    chance.choice(["Toàn trình", "Một phần", None]),
                    "Lê Văn A",
                    f"00109901{number:04}",
                ]
                for number in range(5)
            ]
            return sender, csv_bytes([stated, DOSSIER, *rows])
        case "indicators":
            head = ["STT", "Mã chỉ tiêu", "Tên chỉ tiêu", "Đơn vị tính", "Kết quả thực hiện"]
            rows = [[at, None, name, "%", chance.randrange(5, 95)] for at, name in enumerate(["Chỉ số riêng của cơ quan", "Tỷ lệ gì đó"], start=1)]
            return sender, xlsx([stated, head, *rows])
        case "same again":
            own = [content for path, content, _ in sent if path.startswith(f"{sender}/")]
            return sender, chance.choice(own) if own else b""
        case "junk":
            return sender, chance.choice([b"", b"%PDF-1.7\nscan", b"PK\x03\x04 cut off", b"\x00\x01\x02" * 50])
        case "no table":
            return sender, xlsx([["Kính gửi quý cơ quan"], ["Xin gửi kèm báo cáo"]])
        case "for another":
            head = ["STT", "Đơn vị", "Mã nhiệm vụ", "Nội dung nhiệm vụ", "Thời hạn hoàn thành", "Trạng thái"]
            names = ["Bộ Tư pháp", "Bộ Công an", "Sở Nào đó"]
            rows = [[at, name, f"NV-{at}", f"Nhiệm vụ thứ {at}", "15/10/2025", "Đang thực hiện"] for at, name in enumerate(names, start=1)]
            return "VPCP", xlsx([stated, head, *rows])
        case "unknown sender":
            return "moi", xlsx([stated, TASK_HEAD, task_row(1, "NV-1")])
    raise AssertionError(kind)


def settings_of(home: Path) -> Settings:
    """Pseudonyms depend on the key: two homes are alike only under one."""
    return Settings(_env_file=None, home=home, applicant_key="one key for all homes of this test")


_MARK = fingerprint_of(OWN_HEAD)
CONFIG: dict[str, tuple[str, str, str]] = {
    "a folder's name": ("agency_aliases.csv", "alias,agency_code,use,valid_from,valid_to,legacy", "moi,BTP,whole,,,"),
    "a spelling of one sender": (
        "column_synonyms.csv",
        "sender,form,dataset,field,synonym,valid_from,valid_to",
        "BTP,*,tasks,due_text,Mốc phải xong,,",
    ),
    "a released header": ("released_headers.csv", "sender,dataset,header,who,when,why", "H05,tasks,Ghi nhận riêng,lan,2025-10-20,không nêu tên ai"),
    "a column map": (
        "column_maps.csv",
        "sender,dataset,fingerprint,header,nth,field,who,when,why",
        f"BCA,tasks,{_MARK},Chốt sổ,1,completed_on,lan,2025-10-20,đã hỏi",
    ),
}
"""Rows that a steward may add to the home's config and take out again: file, header, row."""


@dataclass
class Life:
    """A home that lives through a history. `known` are moments at which it had read all, and what it had published then."""

    root: Path
    clock: dt.datetime = dt.datetime(2025, 10, 20, 8)
    sent: list[Delivery] = field(default_factory=list)
    config: set[str] = field(default_factory=set)
    known: list[tuple[dt.datetime, dict[str, tuple[int, int]]]] = field(default_factory=list)
    refused: int = 0

    @property
    def settings(self) -> Settings:
        return settings_of(self.root)

    def live(self, steps: Sequence[tuple[str, int]]) -> None:
        """All steps, a step's number being the seed of its choices; at the end the pointer is free and the last refresh is done."""
        for step, seed in steps:
            self.clock += dt.timedelta(minutes=random.Random(seed).choice([7, 90, 600]))
            getattr(self, "_" + step.replace(" ", "_"))(random.Random(seed))
        self._unpin()
        self.refresh()

    # -- steps

    def _file(self, chance: random.Random, moment: dt.datetime | None = None) -> None:
        kind, sender, day = chance.choice(KINDS), chance.choice(SENDERS[:3]), self.clock.date() - dt.timedelta(days=chance.choice([0, 0, 0, 1, 3]))
        folder, content = file_of(kind, sender, day, chance, self.sent)
        path = f"{folder}/{len(self.sent)}.{'csv' if kind == 'dossiers' else 'xlsx'}"
        put(self.root, path, content, moment or self.clock)
        self.sent.append((path, content, moment or self.clock))

    def _early_file(self, chance: random.Random) -> None:
        """Copied with the moment that it had elsewhere: before files that may have been read."""
        moment = self.clock - dt.timedelta(minutes=chance.choice([3, 95, 700]))
        self._file(chance, moment)
        self.known = [(at, said) for at, said in self.known if at < moment]

    def _refresh(self, _: random.Random) -> None:
        self.refresh()
        with refresh.open_run(self.settings) as run:
            free = not pinned(run.ledger)
        if free and self.sent:
            self.known.append((self.clock, self.published()))

    def refresh(self) -> None:
        (self.root / "inbox").mkdir(parents=True, exist_ok=True)
        done = refresh.refresh(self.settings)
        assert done.is_good, (done.intake.faults, done.publication and done.publication.failed)

    def _decide(self, run: refresh.Run, action: str, subject: str, payload: dict[str, object]) -> None:
        run.ledger.record_decision(Decision(self.clock, "lan", "thử nghiệm", action, subject, payload))

    def _retract(self, chance: random.Random) -> None:
        with refresh.open_run(self.settings) as run:
            read = run.ledger.deliveries_frame().filter(pl.col("current_reading").is_not_null())["delivery_id"].to_list()
            if read:
                self._decide(run, RETRACT, chance.choice(read), {})

    def _assign(self, chance: random.Random) -> None:
        with refresh.open_run(self.settings) as run:
            frame = run.ledger.deliveries_frame().filter(pl.col("current_reading").is_not_null() & (pl.col("status") != "rejected"))
            if not frame.height:
                return
            one = chance.choice(frame.select("delivery_id", "delivered_at").rows())
            agency = {"agency": chance.choice(("BTP", "BTC"))}
            day = {"date": (one[1].date() - dt.timedelta(days=1)).isoformat()}
            self._decide(run, ASSIGN, one[0], chance.choice([agency, day, {**agency, **day}]))

    def _release(self, chance: random.Random) -> None:
        with refresh.open_run(self.settings) as run:
            held = run.ledger.submissions_frame().filter(pl.col("hold_code") == "PARTIAL_RESUBMISSION")["submission_id"].to_list()
            if held:
                self._decide(run, RELEASE, chance.choice(held), {})

    def _undo(self, chance: random.Random) -> None:
        with refresh.open_run(self.settings) as run:
            in_force = decided(run.ledger.decisions())
            given = [(RETRACT, one) for one in in_force.retracted] + [(RELEASE, one) for one in sorted(in_force.released)]
            given += [(ASSIGN, one) for one in in_force.assignments if in_force.of(one).suffix]
            if given:
                self._decide(run, *chance.choice(given), {UNDO: True})

    def _config(self, chance: random.Random) -> None:
        name = chance.choice(list(CONFIG))
        self.config ^= {name}
        file, header, row = CONFIG[name]
        (self.root / "config").mkdir(parents=True, exist_ok=True)
        (self.root / "config" / file).write_text("\n".join([header, *([row] if name in self.config else [])]) + "\n", encoding="utf-8")
        self.known.clear()  # rules of today: what was known is compared only where they are those of then

    def _replay(self, _: random.Random) -> None:
        with refresh.open_run(self.settings) as run:
            done = replay(run, stale(run.ledger, Way(run.registers, run.settings)))
            assert not done.taken.faults
            assert done.publication is None or not done.publication.failed, done.publication
            assert not stale(run.ledger, Way(run.registers, run.settings))

    def _pin(self, _: random.Random) -> None:
        with refresh.open_run(self.settings) as run:
            try:
                roll_back(run.home, run.ledger, why="thử nghiệm")
            except StewardRefused:
                self.refused += 1
                return
        self.refresh()

    def _unpin(self) -> None:
        with refresh.open_run(self.settings) as run:
            if pinned(run.ledger):
                release_pointer(run.ledger, why="thử nghiệm")

    def _crash(self, chance: random.Random) -> None:
        """A run that ends after one of its steps."""
        (self.root / "inbox").mkdir(parents=True, exist_ok=True)
        with refresh.open_run(self.settings) as run:
            for step in (refresh.receive, refresh.intake, refresh.settle, refresh.build)[: chance.randrange(1, 5)]:
                step(run)

    # -- what it shows

    def published(self) -> dict[str, tuple[int, int]]:
        return content_digest(self.root / "warehouse" / "current.duckdb")

    def built_in_full(self) -> dict[str, tuple[int, int]]:
        """The content of a full build from the home's ledger."""
        with refresh.open_run(self.settings) as run:
            assert not refresh.intake(run, missing=True).faults
            refresh.settle(run)
            result = refresh.build(run, full=True)
            assert result is not None
            return content_digest(result.path)

    def read_anew(self) -> dict[str, tuple[int, int]]:
        """The same after every stored reading is lost: all is read again from the archive, by the rules of now."""
        for place in ("records", "outcomes"):
            shutil.rmtree(self.root / place)
            (self.root / place).mkdir()
        return self.built_in_full()

    def known_then(self, moment: dt.datetime) -> dict[str, tuple[int, int]]:
        """What `rebuild --known-at` gives for a moment."""
        target = self.root / f"known-{moment:%d%H%M}.duckdb"
        return content_digest(build_known(self.settings, moment, target).path)


def differing(one: dict[str, tuple[int, int]], other: dict[str, tuple[int, int]]) -> list[str]:
    """The tables whose content differs."""
    return [f"{table}: {one[table][0]} and {other[table][0]} rows" for table in one if one[table] != other[table]]


def law_broken(root: Path, steps: Sequence[tuple[str, int]]) -> tuple[list[str], Life]:
    """Lives through a history and says where the law of replay does not hold; an empty list is as it should be."""
    life = Life(root)
    life.live(steps)
    faults = [f"by days and in full: {each}" for each in differing(life.published(), life.built_in_full())]
    moments = life.known[-1:] if len(life.known) < 3 else [life.known[0], life.known[-2]]
    for moment, said in moments:
        faults += [f"known at {moment}: {each}" for each in differing(said, life.known_then(moment))]
    life._replay(random.Random(0))
    faults += [f"replayed and read anew: {each}" for each in differing(life.published(), life.read_anew())]
    return faults, life


def random_steps(seed: int, most: int = 14) -> list[tuple[str, int]]:
    """A history of that seed."""
    chance = random.Random(seed)
    steps = [(chance.choice(STEPS), chance.randrange(10**6)) for _ in range(chance.randrange(4, most + 1))]
    return [("file", chance.randrange(10**6)), ("file", chance.randrange(10**6)), *steps]
