"""What a body survives: forms, folds, rows, verse, tables, links, notes and pictures of letters."""

from __future__ import annotations

import pytest

from newsspider import extract

URL = "https://brook.example/2021/05/weir.html"
WORDS = "The miller of {} opened the gate at dawn and let the brook run down to the lower meadows again. "
STORY = [WORDS.format(name) * 2 for name in ("Ash", "Birch", "Cedar", "Dogwood", "Elder", "Fir")]
MENU = '<nav><ul><li><a href="/a">News</a></li><li><a href="/b">Water</a></li></ul></nav>'
READ = "<aside><h3>Most read</h3><ul>" + "".join(
    f'<li><a href="/2021/04/{n}.html">The {n} that nobody on the brook had wanted</a></li>'
    for n in ("bridge", "heron", "mill")
)
FOOT = (
    "</ul></aside><footer><p>© 2021 The Brook. All rights reserved, and no part of it may be shown elsewhere."
    '</p><p><a href="/imprint">Imprint</a></p></footer>'
)


def read(story: str, headline: str = "The weir is open again"):
    """The article of a page with a menu, a story, a box of links and a foot."""
    head = f"<html><head><title>{headline}</title></head><body>{MENU}"
    page = f"{head}<main>{story}</main>{READ}{FOOT}</body></html>"
    return extract(page.encode(), URL)


def p(*texts: str) -> str:
    """Paragraphs."""
    return "".join(f"<p>{text}</p>" for text in texts)


def holds_story(article, *further: str) -> bool:
    """Whether all paragraphs of the story are in the body, and nothing of the box or the foot."""
    text = " ".join(article.body)
    told = [f"miller of {name} " for name in ("Ash", "Birch", "Cedar", "Dogwood", "Elder", "Fir")]
    return all(one in text for one in (*told, *further)) and "nobody on the brook" not in text


FORMS = {
    "around the column": "<form id='x'><article><h1>The weir is open again</h1><div>{a}{b}</div></article>"
    "</form>",
    "a letter box": "<article><h1>The weir is open again</h1><div>{a}<div><p>Get our letter</p><form><input"
    " type=email><button>Send</button></form></div>{b}</div></article>",
    "a poll": "<article><h1>The weir is open again</h1><div>{a}<form><p>Should it stay open?</p><label><input"
    " type=radio> Yes</label><label><input type=radio> No</label></form>{b}</div></article>",
    "a hidden field": "<div><h1>The weir is open again</h1><input type=hidden value=1>"
    "<div>{a}<input type=hidden>{b}</div></div>",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_form_in_or_around_a_story_removes_nothing(form: str) -> None:
    assert holds_story(read(form.format(a=p(*STORY[:3]), b=p(*STORY[3:]))))


HEAD = "<article><h1>The weir is open again</h1>"
FOLDS = {
    "display none": "<div style='display: none'>{b}</div><a href='#'>Weiterlesen</a>",
    "hidden": "<section hidden>{b}</section><button>Show more</button>",
    "a panel of a button": "<h3><button aria-expanded=false>What then?</button></h3><div hidden>{b}</div>",
    "a shadow root": "<x-fold><template shadowrootmode='open'>{b}</template></x-fold>",
    "aria-hidden": "<div aria-hidden=true class=rest>{b}</div><button>Mehr</button>",
    "the button elsewhere": "<div id=rest hidden>{b}</div><hr><p><a href='#'>La suite</a></p>",
    "details": "<details><summary>More</summary>{b}</details>",
}


@pytest.mark.parametrize("fold", FOLDS.values(), ids=FOLDS)
def test_text_that_a_reader_unfolds_is_text(fold: str) -> None:
    article = read(f"{HEAD}<div>{p(*STORY[:3])}{fold.format(b=p(*STORY[3:]))}</div></article>")
    assert holds_story(article)


@pytest.mark.parametrize(
    "box",
    [
        "<div hidden role=dialog>{}</div>",
        "<div style='display:none' class='modal'>{}</div>",
        "<div hidden><form>{}</form></div>",
    ],
)
def test_hidden_dialogs_stay_hidden(box: str) -> None:
    hidden = box.format(
        p("Tell us where you live, and we will send you what the brook does each morning of the week.")
    )
    article = read(f"{HEAD}<div>{p(*STORY[:3])}{hidden}{p(*STORY[3:])}</div></article>")
    assert holds_story(article)
    assert "where you live" not in article.text


@pytest.mark.parametrize(
    "made", ["<div class=grid><div class=copy>{}</div></div>", "<section class=s><div>{}</div></section>"]
)
def test_a_story_in_rows_is_whole_and_in_order(made: str) -> None:
    rows = "".join(made.format(p(text)) + "<div class=gap></div>" for text in STORY)
    article = read(f"{HEAD}{rows}</article>")
    assert [text.split()[3] for text in article.body] == ["Ash", "Birch", "Cedar", "Dogwood", "Elder", "Fir"]


def test_other_stories_in_rows_are_not_joined() -> None:
    made = "<div class=post><h2><a href='/{0}'>Of {0}</a></h2><div class=copy><p>{1}</p></div></div>"
    others = "".join(made.format(name, WORDS.format(name)) for name in ("oak", "yew"))
    article = read(
        f"<div class=post><h1>The weir is open again</h1><div class=copy>{p(*STORY)}</div></div>{others}"
    )
    assert holds_story(article)
    assert "miller of oak" not in article.text


VERSE = [
    "The heron stands in winter light,",
    "the weir is low, the moon is white,",
    "and no one comes to count the eels",
    "or mend the three abandoned wheels.",
]
POEMS = {
    "line breaks": "<p>" + "<br>".join(VERSE) + "</p>",
    "couplets": "".join(f"<p>{one}<br>{two}</p>" for one, two in zip(VERSE[::2], VERSE[1::2], strict=True)),
    "divs": "<div class=v>" + "".join(f"<div>{line}</div>" for line in VERSE) + "</div>",
    "a paragraph a line": "".join(f"<p>{line}</p>" for line in VERSE),
    "spans and breaks": "<div>" + "<br>\n".join(f"<span>{line}</span>" for line in VERSE) + "</div>",
    "preformatted": "<pre>" + "\n".join(VERSE) + "</pre>",
}


@pytest.mark.parametrize("poem", POEMS.values(), ids=POEMS)
@pytest.mark.parametrize("around", ["<article>{}</article>", "<div class=page><div>{}</div></div>"])
def test_verse_is_the_body_and_keeps_its_lines(poem: str, around: str) -> None:
    article = read(around.format(f"<h1>Heron</h1><p class=byline>By Ada Moss</p>{poem}"), headline="Heron")
    said = [line for text in article.body for line in text.split("\n")]
    assert said == VERSE


def test_prose_broken_to_a_width_is_one_line() -> None:
    lines = [
        "The miller opened the gate at dawn and let the brook run down",
        "to the lower meadows, where nobody had seen it for eleven years",
        "and where the children ran to meet it",
    ]
    article = read(f"{HEAD}{p(*STORY)}<p>{'<br>'.join(lines)}</p></article>")
    assert " ".join(lines) in article.body


ROWS = "".join(f"<tr><td>Mill {n}</td><td>{len(n)}</td></tr>" for n in ("Ash", "Birch", "Cedar", "Dogwood"))


@pytest.mark.parametrize("around", ["<p>The mills:</p>{}", "{}"])
def test_a_table_that_is_the_story_is_the_body(around: str) -> None:
    table = f"<table><tr><th>Mill</th><th>Days</th></tr>{ROWS}</table>"
    article = read(f"{HEAD}{around.format(table)}</article>")
    assert "Mill Ash" in article.text
    assert "Mill Dogwood" in article.text
    assert "Imprint" not in article.text


@pytest.mark.parametrize("order", ["{t}{s}", "{s}{t}"])
def test_a_table_that_begins_or_ends_the_story_is_kept(order: str) -> None:
    table = f"<table>{ROWS}</table>"
    article = read(f"{HEAD}<div>{order.format(t=table, s=p(*STORY))}</div></article>")
    assert holds_story(article, "Mill Ash", "Mill Dogwood")


SENTENCES = [
    (
        "<a href='/2021/03/x'>The council of the valley voted on Monday to leave the gate"
        " open until the end of the summer.</a>"
    ),
    (
        "<b><a href='/2021/03/x'>Der Rat beschloss am Montag, das Wehr bis zum Ende des Sommers"
        " offen zu lassen, sagte die Müllerin.</a></b>"
    ),
    (
        "<a href='https://a.example/1'>A study of two hundred brooks in the north</a> and "
        "<a href='https://a.example/2'>another of the south</a> "
        "<a href='https://a.example/3'>have found the same</a>."
    ),
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentences_that_are_mostly_links_are_text(sentence: str) -> None:
    article = read(f"{HEAD}<div>{p(*STORY[:3], sentence, *STORY[3:])}</div></article>")
    assert holds_story(article, sentence.partition("'>")[2][:30])


def test_a_link_that_says_the_headline_again_cuts_nothing() -> None:
    again = "<div>Read also: <a href='/2021/04/weir'>The weir is open again</a></div>"
    again += "<p><a href='/x'>The weir is open again</a></p>"
    article = read(
        f"<article><div><h2>The weir is open again</h2>{p(STORY[0])}{again}{p(*STORY[1:])}</div></article>"
    )
    assert holds_story(article)


NOTES = {
    "section": "<ol><li id='n1'><p>Book of the mill, page 4. <a href='#r1'>↩</a></p></li></ol>",
    "aside": "<div class=q><p id='n1'>Book of the mill, page 4.</p></div>",
    "anchor": "<div class=q><p><a name='n1'></a>Book of the mill, page 4.</p></div>",
}


@pytest.mark.parametrize("notes", NOTES.values(), ids=NOTES)
def test_footnotes_that_the_text_links_are_text(notes: str) -> None:
    marked = "It was built in 1704.<sup><a id='r1' href='#n1'>1</a></sup> It stood."
    article = read(f"{HEAD}<div>{p(*STORY, marked, STORY[0])}<hr>{notes}</div></article>")
    assert holds_story(article, "Book of the mill, page 4.")


def test_entries_of_a_live_blog_keep_their_headings() -> None:
    made = (
        "<article><header><time>1{0}:30</time><h3>Entry {0} of the day</h3></header><div>{1}</div></article>"
    )
    entries = "".join(made.format(n, p(text)) for n, text in enumerate(STORY))
    article = read(
        f"<h1>The weir is open again</h1><p>All of the day at the weir, as we saw it.</p><div>{entries}</div>"
    )
    assert holds_story(article, *(f"Entry {n} of the day" for n in range(6)))


@pytest.mark.parametrize(
    "letter", ["<img src=t.gif alt=T>", "<b><img src=t.gif alt='T'></b>", "<a href='#'><img alt=T></a>"]
)
def test_a_picture_of_a_letter_is_the_letter(letter: str) -> None:
    article = read(f"{HEAD}{p(letter + STORY[0][1:], *STORY[1:])}</article>")
    assert article.body[0].startswith("The miller of Ash")


SETS = {
    "widths": "/s.jpg 300w, /l.jpg 1200w, /m.jpg 600w",
    "densities": "/s.jpg, /l.jpg 3x, /m.jpg 2x",
    "commas in addresses": "/w_300,h_2/s.jpg 300w, /l.jpg 900w",
}


@pytest.mark.parametrize("candidates", SETS.values(), ids=SETS)
def test_the_largest_picture_of_a_lazy_set_is_kept(candidates: str) -> None:
    picture = f"<figure><img src='data:image/gif;base64,R0' data-srcset='{candidates}'></figure>"
    article = read(f"{HEAD}{p(*STORY[:2])}{picture}{p(*STORY[2:])}</article>")
    assert [image.url for image in article.images] == ["https://brook.example/l.jpg"]


def test_confidence_is_not_whole_where_much_was_cut_by_a_guess() -> None:
    other = f"<section class=b><p>{WORDS.format('Oak') * 3}</p></section>"
    article = read(f"{HEAD}<div><div class=a>{p(*STORY)}</div>{other}</div></article>")
    assert "Oak" in article.text or article.confidence < 1
