"""Are the bytes of a file read as the text that was saved, whatever saved it?"""

import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.readers.decoding import decode, decode_declared, lines

TEXT = "L’été, à Ḱ : 5 € — œuvre 😀"
FRENCH = "Élysée, l’œuvre à 5 € — « garçon » où ça…"


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        pytest.param("utf-8", b"", id="UTF-8"),
        pytest.param("utf-8", codecs.BOM_UTF8, id="UTF-8 avec marque"),
        pytest.param("utf-16-le", codecs.BOM_UTF16_LE, id="UTF-16 petit-boutiste"),
        pytest.param("utf-16-be", codecs.BOM_UTF16_BE, id="UTF-16 gros-boutiste"),
        pytest.param("cp1252", b"", id="Windows-1252"),
    ],
)
def test_the_text_comes_back_whatever_its_encoding(encoding: str, mark: bytes) -> None:
    text = FRENCH if encoding == "cp1252" else TEXT
    assert decode(mark + text.encode(encoding)) == text


@pytest.mark.parametrize("last", ["é", "’", "😀"])
def test_a_file_cut_inside_a_character_loses_that_character_alone(last: str) -> None:
    whole = f"déjà vu{last}".encode()
    for missing in range(1, len(last.encode())):
        assert decode(whole[:-missing]) == "déjà vu"


def test_some_damaged_bytes_do_not_spoil_the_other_accents() -> None:
    found = decode("été à Orléans ".encode() + b"\xff\xfe" + " déjà".encode())
    assert found.startswith("été à Orléans ")
    assert found.endswith(" déjà")


def test_a_lone_accent_in_windows_1252_is_read() -> None:
    assert decode("La Une du Midi : tout est prêt".encode("cp1252")).endswith("prêt")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("un\r\ndeux\rtrois\nquatre", ["un", "deux", "trois", "quatre"], id="fins"),
        pytest.param("un\x85deux\u2028trois\u2029quatre", 4 * [...], id="fins rares"),
        pytest.param("\n \t\r\n\u00a0\u202f\n", [], id="rien que du blanc"),
        pytest.param("  un \t\n\u00a0deux\u202f", ["un", "deux"], id="bords"),
        pytest.param("un\tdeux", ["un deux"], id="tabulation"),
        pytest.param("u\x00n\x07\x9c\x1f", ["un"], id="caractères de contrôle"),
        pytest.param("\ufeffun\n\ufeff", ["un"], id="marque au milieu"),
        pytest.param("e\u0301te\u0301", ["été"], id="forme décomposée"),
        pytest.param(
            "d&eacute;j&agrave; &amp; l&#039;un &#x20AC;", ["déjà & l'un €"], id="entités"
        ),
        pytest.param("&lt;b&gt;gras&lt;/b&gt;", ["<b>gras</b>"], id="balises en entités"),
        pytest.param("&amp;eacute;", ["&eacute;"], id="une seule fois"),
        pytest.param("R&D et AT&T; &zut; &", ["R&D et AT&T; &zut; &"], id="esperluettes"),
        pytest.param("fin&nbsp;", ["fin"], id="espace insécable à la fin"),
        pytest.param("un&#10;deux", ["un deux"], id="saut de ligne en entité"),
        pytest.param("un&NewLine;deux&#13;trois", ["un deux trois"], id="sauts nommés"),
        pytest.param("un&#9;deux", ["un deux"], id="tabulation en entité"),
        pytest.param("&#0;&#xD800;x", ["\ufffd\ufffdx"], id="entités impossibles"),
        pytest.param(
            "https://a.example/?q=1&copy=2&amp;x",
            ["https://a.example/?q=1&copy=2&amp;x"],
            id="une adresse est gardée",
        ),
        pytest.param(
            "voir https://a.example/?a&amp;b", ["voir https://a.example/?a&b"], id="texte"
        ),
    ],
)
def test_lines_are_trimmed_composed_and_never_empty(text: str, expected: list[object]) -> None:
    found = lines(text)
    assert len(found) == len(expected)
    assert all(wanted in (..., line) for line, wanted in zip(found, expected, strict=True))


@given(st.binary(max_size=200))
def test_any_bytes_are_text(content: bytes) -> None:
    decode(content).encode()


PIECES = st.sampled_from(
    [
        "a",
        "é",
        "e\u0301",
        " ",
        "\u00a0",
        "\n",
        "\r",
        "\x00",
        "\x85",
        "\ufeff",
        "&",
        "&#10;",
        "&#13;",
        "&nbsp;",
        "&#8203;",
        "&eacute;",
        "&amp;",
        "#10;",
        "https://",
        "\t",
        "&Tab;",
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=40))
def test_a_line_holds_one_trimmed_line(text: str) -> None:
    for line in lines(text):
        assert line
        assert line == line.strip()
        assert unicodedata.is_normalized("NFC", line)
        assert not [char for char in line if unicodedata.category(char) == "Cc"]


@given(st.text("abé’œ€ \n", max_size=60))
def test_reading_lines_again_changes_nothing(text: str) -> None:
    found = lines(text)
    assert lines("\n".join(found)) == found


LATIN_9 = "L\u2019été coûte 5 € au cœur de l\u2019œuvre".replace("\u2019", "'")


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        pytest.param("utf-8", ["iso-8859-1"], id="UTF-8 qui se dit latin-1"),
        pytest.param("utf-8", ["windows-1252", "utf-8"], id="UTF-8 qui se dit 1252"),
        pytest.param("utf-8-sig", ["iso-8859-15"], id="une marque l'emporte"),
        pytest.param("utf-16", ["utf-8"], id="UTF-16 avec marque"),
        pytest.param("cp1252", ["utf-8"], id="1252 qui se dit UTF-8"),
        pytest.param("cp1252", ["iso-8859-1"], id="latin-1 veut dire 1252"),
        pytest.param("cp1252", ["ISO_8859-1"], id="latin-1 autrement écrit"),
        pytest.param("cp1252", ["us-ascii"], id="ASCII veut dire 1252"),
        pytest.param("cp1252", [], id="1252 sans rien dire"),
        pytest.param("cp1252", ["", "rien", "base64", "a\0b", "utf-7", "idna"], id="noms faux"),
        pytest.param("iso-8859-15", ["iso-8859-15"], id="latin-9 est lui-même"),
        pytest.param("iso-8859-15", [' "ISO-8859-15"; '], id="entre guillemets"),
        pytest.param("iso-8859-15", ["inconnu", "latin9"], id="le premier qui se connaît"),
        pytest.param("mac_roman", ["x-mac-roman"], id="MacRoman"),
    ],
)
def test_a_declared_encoding_counts_where_the_bytes_do_not_tell(
    encoding: str, declared: list[str]
) -> None:
    assert decode_declared(LATIN_9.encode(encoding), declared) == LATIN_9


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_tag_in_utf_16_needs_no_mark(encoding: str) -> None:
    assert decode_declared("<a>été</a>".encode(encoding), ["utf-8"]) == "<a>été</a>"


def test_apostrophes_of_windows_make_a_declared_latin_9_false() -> None:
    assert decode_declared("L’été".encode("cp1252"), ["iso-8859-15"]) == "L’été"


def test_a_text_that_was_encoded_twice_is_left_as_it_is() -> None:
    twice = "été".encode().decode("latin-1").encode()
    assert decode_declared(twice, ["utf-8"]) == "Ã©tÃ©"


NAMES = st.sampled_from(["utf-8", "latin1", "iso-8859-15", "gbk", "utf-16", "hex", "undefined"])


@given(st.binary(), st.lists(NAMES | st.text(max_size=12), max_size=3))
def test_no_bytes_and_no_declaration_raise(content: bytes, declared: list[str]) -> None:
    assert isinstance(decode_declared(content, declared), str)
