"""Tables as tools write them: what is found out, what is refused and named, and that nothing is swallowed."""

from __future__ import annotations

import csv
import io
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kindtui.errors import InvalidInput
from kindtui.formats.csv_table import Row, Table, read_table

PLAIN = "name,email,joined\nAda,ada@example.org,2024-01-05\nZoë,zoe@example.org,2024-02-06\n"


def cells(table: Table) -> list[list[str]]:
    rows = table.rows()
    assert not [row for row in rows if row.fault]
    return [row.cells for row in rows]


def faults(data: str | bytes) -> list[tuple[int, str]]:
    table = read_table(data if isinstance(data, bytes) else data.encode())
    return [(row.line, row.fault) for row in table.rows() if row.fault]


def lines(data: str) -> list[int]:
    return [row.line for row in read_table(data.encode()).rows() if not row.fault]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16 (little endian)"),
        ("utf-16-le", "UTF-16 (little endian)"),
        ("utf-16-be", "UTF-16 (big endian)"),
        ("utf-32", "UTF-32 (little endian)"),
    ],
)
def test_encodings_that_can_be_known(encoding: str, name: str) -> None:
    table = read_table(PLAIN.encode(encoding))
    assert table.headers == ("name", "email", "joined")
    assert cells(table)[1][0] == "Zoë"
    assert table.encoding == name
    assert not table.notices


def test_what_is_not_utf8_is_read_as_windows_1252_and_said() -> None:
    table = read_table(PLAIN.encode("cp1252"))
    assert cells(table)[1][0] == "Zoë"
    assert "Windows-1252" in table.notices[0]


def test_an_encoding_can_be_asked_for() -> None:
    assert cells(read_table("name,x\nЯна,1\n".encode("cp1251"), encoding="cp1251"))[0][0] == "Яна"
    with pytest.raises(InvalidInput, match="no known encoding"):
        read_table(PLAIN.encode(), encoding="klingon")
    with pytest.raises(InvalidInput, match="cannot be read as utf-16"):
        read_table(PLAIN.encode()[:-1] + b"\xd8", encoding="utf-16")


def test_one_broken_byte_costs_its_row_and_not_the_file() -> None:
    data = "name,city\nZoë,Köln\nMüller,Zürich\n".encode() + b"Bro\xffken,x\nLast,y\n"
    assert faults(data) == [(4, "bytes that are not UTF-8: the file is damaged here, or mixes encodings")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_separators_and_line_endings(delimiter: str, ending: str) -> None:
    table = read_table(PLAIN.replace(",", delimiter).replace("\n", ending).encode())
    assert table.delimiter == delimiter
    assert table.headers == ("name", "email", "joined")
    assert [row.line for row in table.rows()] == [2, 3]


def test_a_separator_is_not_fooled_by_the_text() -> None:
    table = read_table(b"name;note\nAda;likes tea, cake, and maths\nBob;a, b, c\nCy;nothing\n")
    assert table.delimiter == ";"
    assert table.headers == ("name", "note")


def test_a_first_line_that_names_the_separator() -> None:
    table = read_table(b"sep=|\nname|note\nAda|a;b;c\n")
    assert (table.delimiter, table.header_line, table.notices) == ("|", 2, ())


def test_lines_above_the_header_and_below_the_table_are_not_rows() -> None:
    data = "Members of the club,,\nexported on Monday,,\n,,\nname,email,city\nAda,a@x.org,Rome\n\nSource: the club,,\n"
    table = read_table(data.encode())
    assert table.headers == ("name", "email", "city")
    assert table.notices == ("2 lines above the header left out",)
    assert table.rows()[1:] == [Row(7, ["Source: the club", "", ""], "a text below the table", skipped=True)]


@pytest.mark.parametrize("above", ['Notes :\n"\n', 'Notes:\n"What you see here\n\n', '"\n'])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_stray_quotation_mark_above_the_header_takes_nothing_in(above: str, mark: str) -> None:
    text = above + "\n".join(mark.join(row) for row in (("Prénom", "Nom", "E-mail"), ("Ada", "King", "a@x.org"))) + "\n"
    table = read_table(text.encode(), known=("prenom", "nom", "e-mail"))
    assert (table.headers, table.delimiter) == (("Prénom", "Nom", "E-mail"), mark)
    assert [row.cells for row in table.rows()] == [["Ada", "King", "a@x.org"]]


@pytest.mark.parametrize("end", ["Total,,", "Summe: 2,,", ",TOTALS,12.00", "Insgesamt,2", "\n合計,2,3", "Total (2)"])
def test_a_sum_in_the_last_row_is_nobody(end: str) -> None:
    rows = read_table(f"name,email,city\nAda,a@x.org,Rome\nBob,b@x.org,Oslo\n{end}\n".encode()).rows()
    assert [(row.fault, row.skipped) for row in rows] == [("", False), ("", False), ("a sum below the table", True)]


@pytest.mark.parametrize("end", ["Total,t@x.org,", "Totaline,,", "Suma Rao,,", "Count,,Paris", "Total,,\nCy,c@x.org,"])
def test_a_person_is_no_sum(end: str) -> None:
    rows = read_table(f"name,email,city\nAda,a@x.org,Rome\nBob,b@x.org,Oslo\n{end}\n".encode()).rows()
    assert not any(row.fault for row in rows)


def test_known_names_find_the_header_under_wide_lines() -> None:
    data = b"Report,2024,all,x\nName,E-Mail,City,Note\nAda,a@x.org,Rome,\n"
    assert read_table(data, known=("name", "e-mail")).headers == ("Name", "E-Mail", "City", "Note")


def test_blank_rows_are_no_rows() -> None:
    assert lines("name,x\n\nAda,1\n,\n , \nBob,2\n\n") == [3, 6]


def test_headers_are_made_distinct_and_named() -> None:
    table = read_table(b"id,name,id,,name,\n1,Ada,2,3,x,\n")
    assert table.headers == ("id", "name", "id (2)", "column 4", "name (2)")
    assert len(table.notices) == 2
    assert "column 3 is called 'id (2)'" in table.notices[0]
    assert cells(table) == [["1", "Ada", "2", "3", "x"]]


def test_cells_beyond_the_header_are_fine_while_they_are_empty() -> None:
    assert cells(read_table(b"name,x\nAda,1,,\nBob,2\n")) == [["Ada", "1"], ["Bob", "2"]]


def test_ragged_rows_are_refused_with_their_line() -> None:
    assert faults("a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3\n") == [
        (3, "2 cells where the header names 3: which belongs where cannot be told"),
        (4, "4 cells where the header names 3: which belongs where cannot be told"),
    ]


def test_a_stray_quotation_mark_costs_one_row() -> None:
    rows = [f"Name {number},n{number}@x.org,x,y" for number in range(2000)]
    rows[500] = 'Bob "Bobby" B.,"stray,x,y'
    for closing in ("", 'Zed,"quoted",x,y'):
        rows[1500] = closing or rows[1500]
        data = "name,email,a,b\n" + "\n".join(rows) + "\n"
        found = faults(data)
        assert [line for line, _ in found] == [502]
        assert "quotation mark" in found[0][1]
        assert len(lines(data)) == 1999


def test_rows_that_a_pair_of_stray_marks_would_swallow_are_seen() -> None:
    """The second stray mark ends the cell cleanly: nothing but the shape of the lines tells."""
    data = 'a,b,c,d\n1,"2,3,4\n' + "5,6,7,8\n" * 50 + '9,9",9,9\n1,2,3,4\n'
    assert [line for line, _ in faults(data)] == [2]
    assert len(lines(data)) == 52


def test_texts_with_line_breaks_are_left_whole() -> None:
    data = 'name,note\nAda,"line one\nline, two\n\nline three"\nBob,x\n'
    assert cells(read_table(data.encode()))[0] == ["Ada", "line one\nline, two\n\nline three"]
    assert lines(data) == [2, 6]


def test_a_mark_that_is_not_doubled_is_named() -> None:
    assert faults('a,b\n"Robert "Bob" S.",1\nx,2\n') == [(2, "a quotation mark inside a quoted cell is not doubled")]


def test_nul_and_huge_cells_are_refused_where_they_stand() -> None:
    assert faults("a,b\n1,2\n3,\0\n") == [(3, "a NUL character: the file is damaged here")]
    for size in (100_001, 131_073, 400_000):
        assert faults("a,b\n1," + "x" * size + "\n3,4\n") == [(2, "a cell holds more than 100,000 characters")]


def test_marks_that_match_nowhere_end_soon() -> None:
    began = time.perf_counter()
    with pytest.raises(InvalidInput, match="quotation marks do not match"):
        read_table(b"a,b\n1,2\n" + b'a","b\n' * 50_000).rows()
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"\n \n\n", "blank lines"),
        (b"\xef\xbb\xbf\n", "blank lines"),
        (b"\xff\xfe\xff\xfe", "blank lines"),
        (b"\xef\xbb\xbf\xef\xbb\xbf", "blank lines"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04\x14\0", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Office"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (b'[{"name": "Ada"}]\n', "JSON"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"BEGIN:VCARD\nVERSION:4.0\n", "vCard"),
        (bytes(range(256)) * 4, "binary"),
        (b'"name,email\n' + b"Ada,x\n" * 50, "header is not closed"),
        (b"," * 600 + b"x\n", "more than 500 columns"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(data: bytes, says: str) -> None:
    with pytest.raises(InvalidInput, match=says) as caught:
        read_table(data).rows()
    assert "\n" not in caught.value.message
    assert len(caught.value.message) < 160


@given(st.lists(st.lists(st.text("ab,;\"' é", max_size=6), min_size=4, max_size=4), min_size=1, max_size=8))
def test_what_the_csv_module_writes_comes_back(rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([["first", "second", "third", "fourth"], *rows])
    read = read_table(out.getvalue().encode()).rows()
    assert [row.cells for row in read] == [row for row in rows if any(cell.strip() for cell in row)]
    assert not [row.fault for row in read if row.fault and not row.skipped]


SEEDS = (
    PLAIN.encode(),
    PLAIN.encode("utf-16"),
    b'sep=;\nname;note\n"A ""B""";x\nC;"d\ne"\n',
    b"id|name\r1|Zo\xeb\r",
)


@given(
    seed=st.sampled_from(SEEDS),
    cuts=st.lists(st.tuples(st.integers(0, 200), st.integers(0, 4), st.binary(max_size=6)), max_size=6),
)
@example(seed=b"a,b\n", cuts=[(0, 0, b'"')])
@example(seed=b"sep=\n", cuts=[])
def test_mutated_files_raise_nothing_else(seed: bytes, cuts: list[tuple[int, int, bytes]]) -> None:
    data = seed
    for at, length, put in cuts:
        data = data[:at] + put + data[at + length :]
    try:
        table = read_table(data, known=("name", "id"))
        for row in table.rows():
            assert row.fault or len(row.cells) >= len(table.headers)
            assert row.line > table.header_line
    except InvalidInput as error:
        assert error.message


def test_files_that_were_put_together_leave_their_header_and_mark_and_nobody_else() -> None:
    both = (PLAIN + "\ufeff" + PLAIN.replace("Ada", "Bo")).encode("utf-8-sig")
    rows = read_table(both).rows()
    assert [row.cells[0] for row in rows if not row.fault] == ["Ada", "Zoë", "Bo", "Zoë"]
    assert [(row.line, row.fault, row.skipped) for row in rows if row.fault] == [(4, "the header once more", True)]


@pytest.mark.parametrize("text", ["ada@x.org\nbo@x.org\n", "Ada,ada@x.org\nBo,bo@x.org\n"])
def test_a_person_is_not_taken_for_the_header(text: str) -> None:
    with pytest.raises(InvalidInput, match="line 1: an e-mail address where the names of the columns should be"):
        read_table(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        'name,"email\nAda,ada@x.org\nBen,ben@x.org\n',
        'name,"email\nAda,"ada@x.org\nBen,ben@x.org\n',
        '"name;email;tags\nAda;a@x.org;x\nBen;"b@x.org";y\n',
    ],
)
def test_a_quotation_mark_in_the_header_takes_nobody_in(text: str) -> None:
    with pytest.raises(InvalidInput, match="line 1: a quotation mark in the header is not closed"):
        read_table(text.encode())


def test_a_header_may_have_lines() -> None:
    table = read_table(b'"First\nName","Last Name",Email\nAda,King,a@x.org\n')
    assert (table.headers, len(table.rows())) == (("First Name", "Last Name", "Email"), 1)


def test_a_quotation_mark_within_a_header_is_a_part_of_it() -> None:
    assert read_table(b'name,5" disks,email\nAda,1,a@x.org\n').headers == ("name", '5" disks', "email")
