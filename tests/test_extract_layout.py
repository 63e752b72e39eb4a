"""What a page says by its layout alone, and what it says to its readers rather than of the matter."""

import pytest

from archive.extract.lexicon import CONTACT, only_time
from archive.extract.people import bare
from tests.kit.pages import SENTENCES, content, page

HEAD = "<html lang=en><head><title>Old bridge to close</title></head><body><h1>Old bridge to close</h1>"
LEAD = "The bridge at Oberfeld closes for eleven weeks."


def text_of(*sentences: str) -> str:
    return "".join(f"<p>{sentence}</p>" for sentence in sentences)


def test_a_first_paragraph_that_alone_is_bold_is_the_standfirst() -> None:
    found = content(page(sentences=(f"<b>{LEAD}</b>", *SENTENCES)))
    assert found.standfirst == LEAD
    assert found.paragraphs == SENTENCES


@pytest.mark.parametrize(
    "sentences",
    [
        (f"<b>{LEAD}</b>", f"<b>{SENTENCES[0]}</b>", *SENTENCES[1:]),  # bold is this page's way
        (f"<b>Oberfeld.</b> {LEAD}", *SENTENCES),  # only its beginning is
        ("<b>The works</b>", *SENTENCES),  # a subheading
    ],
)
def test_bold_words_that_are_no_standfirst_stay_where_they_are(sentences: tuple[str, ...]) -> None:
    assert content(page(sentences=sentences)).standfirst is None


def test_a_list_under_a_line_that_calls_it_the_main_points_is_the_standfirst() -> None:
    points = ("Bridge closes on Tuesday", "Ferry runs from six", "Mayor expects queues at the pier")
    listed = "".join(f"<li>{point}</li>" for point in points)
    body = f"{HEAD}<div>STORY HIGHLIGHTS</div><ul>{listed}</ul><div>{text_of(*SENTENCES)}</div></body></html>"
    found = content(body)
    assert (found.standfirst or "").split("\n") == list(points)
    assert found.paragraphs == SENTENCES


def test_a_text_that_begins_with_its_place_and_agency_has_no_standfirst_there() -> None:
    first = "OBERFELD (Reuters) - The old bridge is closed for eleven weeks from Tuesday on, the council said."
    described = f'<meta name=description content="{first}">'
    found = content(page(head=described, sentences=(first, *SENTENCES)).replace("<p>OBER", "<p class=first>OBER"))
    assert found.standfirst is None
    assert found.paragraphs[0] == first


CAPTION = "The old bridge seen from the ferry pier"


def with_picture(image: str) -> str:
    cell = f"<table><tr><td>{image}</td></tr><tr><td>{CAPTION}</td></tr></table>"
    return f"{HEAD}<div>{text_of(*SENTENCES[:2])}{cell}{text_of(*SENTENCES[2:])}</div></body></html>"


def test_words_that_share_an_element_with_nothing_but_a_picture_are_its_caption() -> None:
    found = content(with_picture("<img src=bridge.jpg width=300 height=200>"))
    assert CAPTION not in found.text
    assert [block.text for block in found.blocks if block.role == "caption"] == [CAPTION]


def test_words_beside_an_icon_are_no_caption() -> None:
    found = content(with_picture("<img src=dot.gif width=5 height=5>"))
    assert [block.text for block in found.blocks if block.role == "caption"] == []


@pytest.mark.parametrize(
    "line",
    [
        "Got a story? Get in touch with our news desk.",
        "If you have any news tips, please contact us at desk@gazette.example.",
        "Like this story? Share it with a friend!",
        "For more stories like this, check our news page.",
        "Contact our advertising team for rates.",
        "Your views on this story? Email the desk.",
        "Are you in the area? Tell us what you see.",
        "Haben Sie Hinweise zu diesem Thema?",
        "会員登録すると続きをお読みいただけます。",
    ],
)
def test_a_word_to_readers_is_not_the_articles(line: str) -> None:
    assert CONTACT.match(line)
    found = content(page(body=f"<p>{line}</p>"))
    assert line not in found.text


@pytest.mark.parametrize(
    "line",
    [
        "If you have a car, the ferry is no help, the mayor said, and the next bridge is an hour away.",
        "Your money is safe in the bank, the minister told savers.",
        "Got a letter from the council last week, said one neighbour, and threw it away.",
    ],
)
def test_an_article_may_speak_to_its_readers(line: str) -> None:
    assert line in content(page(body=f"<p>{line}</p>")).text


def test_a_stamp_with_the_zone_of_a_country_is_only_a_time() -> None:
    assert only_time("Last Updated: Thursday, 13 October 2005, 10:36 GMT 11:36 UK")


def test_several_documents_in_one_page_are_read_as_browsers_show_them() -> None:
    first = "<html><head><link rel=x></head><body><div>The Gazette</div></body></html>"
    body = first + page() + "<html><head></head><body><p>Printed in Oberfeld</p></body></html></html>"
    found = content(body)
    assert found.headline == "Old bridge to close"
    assert found.paragraphs == SENTENCES


def test_a_page_that_garbles_its_first_tag_is_read() -> None:
    body = page().replace("<html lang=en>", '<html logo.jpg" alt="The Gazette &amp; more" />')
    assert content(body).paragraphs == SENTENCES


@pytest.mark.parametrize("end", ["with Agencies", "and news agencies", "mit Agenturen"])
def test_a_byline_is_told_without_the_agencies_that_it_does_not_name(end: str) -> None:
    assert bare(f"The Gazette {end}") == "The Gazette"


def with_link(link: str) -> str:
    return page(sentences=SENTENCES[:2]).replace("</article>", f"<div>{link}</div>{text_of(*SENTENCES[2:])}</article>")


@pytest.mark.parametrize(
    "link",
    [
        "<a href='https://data.example/bridges'>View this Dataset</a>",
        "<a href='/files/report.pdf'>Read the engineers' report</a>",
    ],
)
def test_a_line_that_links_to_a_document_is_the_articles(link: str) -> None:
    found = content(with_link(link))
    assert [each.text for block in found.blocks if block.kept for each in block.links] != []
    assert len(found.paragraphs) == len(SENTENCES) + 1


@pytest.mark.parametrize(
    "link",
    [
        "<a href='/2021/05/ferry/'>A ferry for Oberfeld</a>",  # another article of the outlet
        "<a href='https://www.facebook.com/gazette'>Our page there</a>",
        "<a href='https://shop.example/lamp'>Now for $139.00</a>",  # it changes every day
        "<a href='https://other.example/'>Read more</a>",
        "<a href='mailto:desk@gazette.example'>desk@gazette.example</a>",
    ],
)
def test_other_lines_that_only_link_are_not_the_articles(link: str) -> None:
    assert content(with_link(link)).paragraphs == SENTENCES


def test_a_paragraph_that_a_page_leads_to_its_other_articles_with_stays_out() -> None:
    more = "<p>Read on:</p><p>Ferries and food: <a href='/more'>all on boats</a> at Oberfeld</p>"
    assert content(page(body=more)).paragraphs == SENTENCES
