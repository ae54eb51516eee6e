"""The patch of the home's config: applied to the shipped files it gives what the home has."""

import subprocess

from pipelines.registers import default_config_dir, load
from pipelines.steward.config_export import export_patch

SYNONYM = "BTP,*,tasks,title,Đầu việc,,\n"
HEAD = "sender,form,dataset,field,synonym,valid_from,valid_to\n"


def test_the_patch_applies_and_means_the_same(tmp_path):
    home, tree = tmp_path / "home", tmp_path / "tree"
    home.mkdir()
    (tree / "config").mkdir(parents=True)
    for file in default_config_dir().glob("*.csv"):
        (tree / "config" / file.name).write_bytes(file.read_bytes())
    shipped = (tree / "config/agency_aliases.csv").read_text().splitlines()
    changed = shipped[1].split(",")
    changed[3] = "2025-01-01"
    (home / "agency_aliases.csv").write_text("\n".join([shipped[0], ",".join(changed)]) + "\n")
    (home / "column_synonyms.csv").write_text(HEAD + SYNONYM)
    (home / "column_maps.csv").write_text(
        'sender,dataset,fingerprint,header,nth,field,who,when,why\nBTP,tasks,abc,"Việc, phải làm",1,title,lan,2025-10-28,hỏi rồi\n'
    )
    patch = export_patch(default_config_dir(), home)
    added = [line for line in patch.splitlines() if line.startswith("+") and not line.startswith("+++")]
    removed = [line for line in patch.splitlines() if line.startswith("-") and not line.startswith("---")]
    assert (len(added), len(removed)) == (4, 1)

    (tmp_path / "home.patch").write_text(patch)
    done = subprocess.run(["patch", "-p1", "-i", str(tmp_path / "home.patch")], cwd=tree, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    merged, together = load(tree / "config"), load(default_config_dir(), home)
    for name in ("agency_aliases", "synonyms", "column_maps"):
        columns = getattr(merged, name).columns[:4]
        assert getattr(merged, name).sort(columns).equals(getattr(together, name).sort(columns)), name


def test_a_home_without_rows_of_its_own_gives_nothing(tmp_path):
    assert export_patch(default_config_dir(), tmp_path) == ""
