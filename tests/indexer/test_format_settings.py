"""Are the settings of formats taken from the file, refused in French, and felt by readers?"""

from pathlib import Path

import pytest

from indexer import config
from indexer.errors import UsageError
from indexer.indexing import build_fingerprint
from indexer.indexing.build_fingerprint import doubt, fingerprint
from indexer.indexing.job import rules
from indexer.readers.part import Rules


def loaded(tmp_path: Path, text: str) -> config.Settings:
    (tmp_path / "manchette.toml").write_text(text)
    return config.load({"MANCHETTE_CONFIG": str(tmp_path / "manchette.toml")})


def test_without_settings_marks_count_and_fields_have_their_names(tmp_path: Path) -> None:
    assert rules(loaded(tmp_path, "")) == Rules()


def test_settings_reach_the_rules_of_readers(tmp_path: Path) -> None:
    text = 'archival = "ignore"\n[formats.champs]\ncorps = "texte_integral"\ntitre = "Accroche 1"\n'
    found = rules(loaded(tmp_path, text))
    assert found == Rules(
        keeps_unarchivable=True, fields={"body": "texte_integral", "title": "Accroche 1"}
    )
    variable = config.load({"MANCHETTE_FORMATS_CHAMPS": "corps=texte_integral,titre=Accroche 1"})
    assert rules(variable).fields == found.fields


def test_a_name_of_the_file_may_hold_a_comma(tmp_path: Path) -> None:
    folder = tmp_path / "conf,1"
    folder.mkdir()
    text = 'sources = ["s,x", "t"]\n[formats.champs]\ncorps = "Texte, intégral"\ntitre = "T"\n'
    found = loaded(folder, text)
    assert found.sources == (folder / "s,x", folder / "t")
    assert rules(found).fields == {"body": "Texte, intégral", "title": "T"}
    # in a variable, and in a text, a comma parts two
    assert loaded(folder, 'sources = "s,x"').sources == (folder / "s", folder / "x")
    assert config.load({"MANCHETTE_SOURCES": "s,x"}).sources == (Path("s"), Path("x"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('index = "a\\u0000b"', "réglage index : ôter le caractère nul (\\u0000)"),
        ('sources = ["a", "b\\u0000"]', "réglage sources : ôter le caractère nul (\\u0000)"),
        (
            'archival = "oui"',
            "réglage archival : valeur inattendue « oui », attendu : respect ou ignore",
        ),
        ('[formats.champs]\ntexte = "x"', "champ inconnu « texte » (connus : titre, chapo, corps"),
        (
            '[formats.champs]\ncorps = ""',
            "il manque le nom que ce champ a dans les fichiers : corps",
        ),
        ("[formats]\nautre = 3", "réglage inconnu : formats_autre"),
        ('formats = "x"', "réglage inconnu : formats"),
    ],
)
def test_what_cannot_be_used_is_refused_in_french(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        loaded(tmp_path, text)
    assert said in str(raised.value)


@pytest.mark.parametrize("changed", [Rules(keeps_unarchivable=True), Rules(fields={"body": "x"})])
def test_another_rule_has_files_read_again_and_nothing_else_built(changed: Rules) -> None:
    before, after = fingerprint("whoosh"), fingerprint("whoosh", changed)
    differing = {name for name in before if before[name] != after[name]} - {"program"}
    assert differing == {name for name in before if name.startswith("reader ")}
    assert doubt(before, after).of("pagedump")
    assert doubt(after, after) == build_fingerprint.Doubt()
