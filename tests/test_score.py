"""The accuracy check that a change must pass: it fails below its floors and says which."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
FLOORS = ROOT / "benchmarks" / "floors.toml"


def scored(tmp_path, floors):
    path = tmp_path / "floors.toml"
    path.write_text(floors, encoding="utf-8")
    command = [sys.executable, "benchmarks/score.py", "--shared", str(tmp_path)]
    command += ["--floors", str(path)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_figures_above_their_floors_pass_and_what_is_not_there_is_reported(tmp_path):
    done = scored(tmp_path, FLOORS.read_text(encoding="utf-8"))
    assert done.returncode == 0, done.stdout
    assert f"{tmp_path / 'corpus' / 'dev'} is not there" in done.stdout


def test_a_figure_below_its_floor_fails_and_is_named(tmp_path):
    low = "mean_f1 = {floor = 0.5}\nleast_f1 = {floor = 0.5}\n"
    floors = f"[fixtures]\nmean_f1 = {{floor = 1.01}}\nleast_f1 = {{floor = 0.5}}\n[pages]\n{low}"
    done = scored(tmp_path, floors)
    assert done.returncode == 1
    [row] = [line for line in done.stdout.splitlines() if "MISSED" in line]
    assert "fixtures mean_f1" in row


def test_every_floor_is_a_share():
    for figures in tomllib.loads(FLOORS.read_text(encoding="utf-8")).values():
        for floor in figures.values():
            assert floor.keys() <= {"floor", "unseen"}
            assert all(0 < share <= 1 for share in floor.values())
