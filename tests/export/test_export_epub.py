"""The book: valid by epubcheck, complete, in order, the same each time."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from lxml import etree
from support.samples import SAMPLES, SEEN, make_archive

from newsspider.errors import UsageError
from newsspider.export import epub_series, registry, write_articles
from newsspider.export.editions import Edition, edition
from newsspider.export.formats import epub
from newsspider.export.request import ExportRequest
from newsspider.items import Image
from newsspider.queries.models import StoredArticle
from newsspider.queries.reader import Reader
from newsspider.queries.selection import Selection

XHTML, OPF = "{http://www.w3.org/1999/xhtml}", "{http://www.idpf.org/2007/opf}"
EDITION = Edition(
    title="The Gazette: <July> & “June”",
    id="urn:uuid:2e997e03-5d3a-5afd-aa73-a54963d03fe1",
    publisher="The Gazette & Co.",
    changed_at=datetime(2024, 5, 1, 6, tzinfo=UTC),
    home_url="javascript:alert(1)",
    language="no such language",
    part="<July> & “June”",
    articles=1,
    earliest_on=date(2017, 6, 1),
    latest_on=date(2017, 6, 2),
)
HOSTILE = '"><script>alert(1)</script>\x00\x0b\ufffe & <b>'
ARTICLE = StoredArticle(
    id=1,
    key="90bd0790d6b1a0d5",
    site="gazette",
    url='https://gazette.example/a b?c=1&d="<>"#e#f',
    headline=HOSTILE,
    standfirst=HOSTILE,
    authors=(HOSTILE,),
    section=HOSTILE,
    issue=HOSTILE,
    published_on=date(2017, 6, 1),
    published_precision="month",
    last_seen_at=datetime(2024, 5, 1, 6, tzinfo=UTC),
    language="ar",
    html="""<h1>A</h1><p onclick="x()">Said<sup><a href="#fn1">1</a></sup> <a href="//[">b</a>
        <a href="http://a|b/">c</a> <a href="http://exa mple/">d</a>
        <a href="https://x.example/%zz?ä=1 2">e</a>
        <a href="mailto:x y">f</a></p>
        <ul>loose<li><p>a</p><ul><ul><li>b</li></ul></ul></li></ul><ol></ol><table></table>
        <table><caption>x</caption></table>
        <table><caption>Tides</caption><tr><th>a</th></tr><tr></tr>
        <tr><td><ul><li>1</li></ul></td><td>2</td></tr></table>
        <blockquote>a<pre>b <b>c</b></pre></blockquote><dl><dt>d</dt><dd>e</dd></dl><hr>
        <h2></h2><h3><p>f</p></h3>
        <svg><p>g</p></svg><iframe src="/"></iframe><img src="/cat.jpg"><a href="/"><img src="/cat.jpg"></a>
        <p>two<br><br>lines</p><p><a href="#r1">1</a> By whom</p><form><input><button>x</button></form>""",
    images=(
        Image(url="/cat dog.jpg", caption=HOSTILE, credit=HOSTILE),
        Image(url="data:image/png;base64,AAAA"),
    ),
)


def export(archive: Path, target: Path, **wanted: str | None) -> Path:
    with Reader(archive) as reader:
        selection = Selection(**wanted)
        order = ExportRequest(
            format=registry.article_format("epub"),
            edition=edition(reader.extent(selection), selection),
            target=target,
        )
        write_articles.write(reader.selected(selection), order)
    return target


def check(book: Path) -> None:
    """Ask epubcheck; Debian gives the program as a file of Java's."""
    program = shutil.which("epubcheck")
    if program is None or shutil.which("java") is None:
        if os.environ.get("NEWSSPIDER_CI"):
            pytest.fail("no epubcheck")
        pytest.skip("no epubcheck; Debian has it as a package of that name")
    is_java = Path(program).read_bytes()[:2] == b"PK"
    command = ["java", "-jar", program] if is_java else [program]
    told = subprocess.run([*command, str(book)], capture_output=True, text=True, timeout=300, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "0 fatals / 0 errors / 0 warnings" in told.stdout + told.stderr


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_archive(tmp_path_factory.mktemp("archive"))


def test_the_demo_as_a_book_is_valid(demo: Path, tmp_path: Path) -> None:
    check(export(demo / "demo-archive", tmp_path / "demo.epub"))


def test_a_book_of_hostile_articles_is_valid(tmp_path: Path) -> None:
    book = tmp_path / "hostile.epub"
    empty = replace(ARTICLE, id=2, key="0" * 16, headline=None, html="", images=(), published_on=None)

    write_articles.write(
        (ARTICLE, empty), ExportRequest(format=registry.article_format("epub"), edition=EDITION, target=book)
    )

    check(book)
    with zipfile.ZipFile(book) as opened:
        assert "<script" not in opened.read(f"EPUB/articles/{ARTICLE.key}.xhtml").decode()


def test_a_book_has_a_chapter_for_each_article_in_order(archive: Path, tmp_path: Path) -> None:
    book = export(archive, tmp_path / "a.epub")

    with zipfile.ZipFile(book) as opened:
        assert opened.namelist()[0] == "mimetype"
        assert opened.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
        package = etree.fromstring(opened.read("EPUB/package.opf"))
        navigation = etree.fromstring(opened.read("EPUB/navigation.xhtml"))
        contents = etree.fromstring(opened.read("EPUB/contents.xhtml"))
        items = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
        spine = [items[each.get("idref")] for each in package.iter(f"{OPF}itemref")]
        assert {f"EPUB/{name}" for name in items.values()} <= set(opened.namelist())
    told = ["".join(line.itertext()) for line in navigation.iter(f"{XHTML}li")]
    assert told == [
        "The Weekend Mechanic",
        "Ein Käfig für den Affen",
        "The kernel of the matter",
        "中国经济增长百分之七",
        "–",
    ]
    assert spine == ["title.xhtml", "contents.xhtml", *(a.get("href") for a in contents.iter(f"{XHTML}a"))]
    assert "".join(contents.find(f".//{XHTML}li").itertext()).splitlines() == [
        "The Weekend Mechanic",
        "Columns · John Fisk, 1997-01-01",
    ]
    assert len(spine) == len(SAMPLES) + 2


def test_a_chapter_says_what_it_is_and_where_it_stood(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(export(archive, tmp_path / "a.epub", query="mechanic")) as opened:
        name = next(name for name in opened.namelist() if "articles/" in name)
        page = etree.fromstring(opened.read(name))
        title = etree.fromstring(opened.read("EPUB/title.xhtml"))

    lines = [" ".join("".join(p.itertext()).split()) for p in page.find(f"{XHTML}body/{XHTML}article")]
    assert lines == [
        "Columns",
        "The Weekend Mechanic",
        "A column about kernels",
        "John Fisk, 1997-01-01",
        "Fixing a kernel on Sunday.",
        "It took all day, and the cat helped.",
        "a cat",
        f"https://gazette.example/0001.html, {SEEN[:10]}",
    ]
    assert [p.text for p in title.iter(f"{XHTML}h1", f"{XHTML}p")][:3] == [
        "The gazette",
        "“mechanic”",
        "1997-01-01",
    ]


def test_the_same_archive_gives_the_same_book(archive: Path, tmp_path: Path) -> None:
    one, two = export(archive, tmp_path / "one.epub"), export(archive, tmp_path / "two.epub")

    assert one.read_bytes() == two.read_bytes()


def test_a_book_that_no_reader_would_open_is_refused(tmp_path: Path) -> None:
    too_many = replace(EDITION, articles=epub.LONGEST + 1)

    with pytest.raises(UsageError, match=re.escape("10,001 articles are too many for one book")):
        write_articles.write(
            (),
            ExportRequest(
                format=registry.article_format("epub"), edition=too_many, target=tmp_path / "a.epub"
            ),
        )
    with pytest.raises(UsageError, match="expected a file"):
        write_articles.write((), ExportRequest(format=registry.article_format("epub"), edition=EDITION))
    assert not list(tmp_path.iterdir())


def test_a_failed_book_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "a.epub").write_text("old")

    def breaking():
        yield ARTICLE
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_articles.write(
            breaking(),
            ExportRequest(
                format=registry.article_format("epub"), edition=EDITION, target=tmp_path / "a.epub"
            ),
        )

    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("a.epub", "old")]


def test_a_series_has_a_book_for_each_month_and_one_for_the_rest(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with Reader(archive) as reader:
        order = ExportRequest(format=registry.article_format("epub"), edition=EDITION, target=tmp_path)

        exported = epub_series.write(reader, Selection(), order, each="month")

    assert (exported.articles, exported.files) == (len(SAMPLES), 4)
    made = sorted(file.name for file in tmp_path.iterdir())
    assert made == ["1997-01.epub", "2003-07.epub", "2017-06.epub", "mine.txt", "without-month.epub"]
    with zipfile.ZipFile(tmp_path / "2017-06.epub") as opened:
        assert len([name for name in opened.namelist() if "articles/" in name]) == 2
        assert b"<dc:title>The gazette: 2017-06</dc:title>" in opened.read("EPUB/package.opf")


def test_a_series_has_a_book_for_each_issue(demo: Path, tmp_path: Path) -> None:
    with Reader(demo / "demo-archive") as reader:
        order = ExportRequest(
            format=registry.article_format("epub"), edition=EDITION, target=tmp_path / "books"
        )

        exported = epub_series.write(reader, Selection(), order, each="issue")

        assert exported.articles == reader.count(Selection())
    names = {file.name for file in (tmp_path / "books").iterdir()}
    assert len(names) == exported.files
    assert "no-221-may-2025.epub" in names


def test_only_books_come_in_series(archive: Path, tmp_path: Path) -> None:
    with Reader(archive) as reader, pytest.raises(UsageError, match="--each month makes books"):
        epub_series.write(
            reader,
            Selection(),
            ExportRequest(format=registry.article_format("csv"), edition=EDITION, target=tmp_path),
            each="month",
        )
