"""Class-name hints: what the tag, class and id of an element say about it, as bits.

Templates name their parts in English or the template maker's language: "share-bar", "entry-content".
Below the single bits stand the groups of them that the parts of the reader look for.
"""

from __future__ import annotations

import re

NAV = 1 << 0
HEADER = 1 << 1
FOOTER = 1 << 2
SHARE = 1 << 3
RELATED = 1 << 4
COMMENT = 1 << 5
CAPTION = 1 << 6
NEWSLETTER = 1 << 7
ADVERT = 1 << 8
PAYWALL = 1 << 9
AUTHOR = 1 << 10
DATE = 1 << 11
ASIDE = 1 << 12
TAGS = 1 << 13
UNSEEN = 1 << 14  # text for screen readers, or text that is not shown
BODY = 1 << 15  # the article's own text
NOTICE = 1 << 16  # cookies, dialogs, messages
QUOTE = 1 << 17  # a sentence of the text, repeated in large type
TEASER = 1 << 18  # a short announcement of another story
MEDIA = 1 << 19  # film, sound, gallery, player
HEADLINE = 1 << 20
STANDFIRST = 1 << 21
META = 1 << 22
LABEL = 1 << 23
CREDIT = 1 << 24
CORRECTION = 1 << 25
EMBED = 1 << 26

# Names and dates there belong to other stories, to readers or to the publisher.
OUTSIDE_STORY = (
    COMMENT | RELATED | FOOTER | NAV | ASIDE | NEWSLETTER | NOTICE | TEASER | ADVERT | MEDIA | TAGS
)
# A heading there is not the article's.
NO_HEADLINE = COMMENT | RELATED | FOOTER | NAV | NOTICE | NEWSLETTER
# A name there is not the author's.
NO_AUTHOR = COMMENT | RELATED | TEASER | ASIDE | NAV
# Lines there are not the text of a short post.
NO_POST_TEXT = TAGS | SHARE | RELATED | COMMENT | NAV | NEWSLETTER | ADVERT | AUTHOR | DATE | META | FOOTER
# An element with BODY and one of these is only a part around the text: an entry's header or data.
AROUND_BODY = HEADER | FOOTER | META | HEADLINE | DATE | AUTHOR | TAGS | MEDIA
# Hidden text there does not continue the article.
NOT_FOLDED_TEXT = (
    NAV | SHARE | RELATED | COMMENT | CAPTION | NEWSLETTER | ADVERT | AUTHOR | NOTICE | MEDIA | UNSEEN
    | TEASER | ASIDE | TAGS
)  # fmt: skip

OF_TAG = {
    "nav": NAV,
    "footer": FOOTER,
    "aside": ASIDE,
    "figcaption": CAPTION,
    "header": HEADER,
    "form": NOTICE,
    "fieldset": NOTICE,
    "dialog": NOTICE,
}
# Whole words.
_WORDS = {
    NAV: "nav navi navigation navbar menu menus submenu breadcrumb breadcrumbs crumb crumbs pager pagination paging"
    " toolbar topbar tabs tabbar skiplink skip sitenav subnav langs languages lang currpage previousnext toc",
    HEADER: "header masthead siteheader",
    FOOTER: "footer foot colophon bottombar sitefooter",
    SHARE: "share shares sharing shared sharer sharebar social socials socialmedia bdshare addthis sharethis addtoany"
    " sharedaddy jiathis follow like likes teilen partager compartir facebook twitter whatsapp",
    RELATED: "related relateds recommended recommendation recommendations recommend recirc recirculation outbrain"
    " taboola zergnet mostread mostpopular popular trending readmore readnext upnext next nextup morestories mostviewed"
    " seealso alsoread alsolike suggested suggestions similar latest crosslinks relacionadas relacionados verwandte",
    COMMENT: "comment comments commenting disqus respond replies commentlist kommentar kommentare comentarios"
    " commentaires discussion livefyre fbcomments",
    CAPTION: "caption captions figcaption legend legende bildunterschrift imagecaption subcaption bu",
    CREDIT: "credit credits copyright attribution source quelle photographer",
    NEWSLETTER: "newsletter newsletters signup subscribe subscription mailinglist optin emailsignup abo abonnement"
    " mailchimp",
    ADVERT: "ad ads adv advert adverts advertisement advertising adslot adunit adbox adwrap adcontainer dfp gpt"
    " sponsor sponsored sponsors banner banners anzeige werbung publicidad publicite pub reklam billboard mpu"
    " leaderboard commercial affiliate adsense adsbygoogle",
    PAYWALL: "paywall paygate regwall meter piano premiumbox",
    AUTHOR: "author authors byline bylines writer writers contributor autor autora autores autoren autore auteur auteurs firma"
    " bio authorbox authorbio",
    DATE: "date time timestamp published datetime pubdate dateline datum posted updated publishdate",
    ASIDE: "sidebar aside rail rightrail leftrail sidecol secondary complementary infobox factbox",
    TAGS: "tag tags taglist filed topics topic keywords keyword hashtags tagcloud categories",
    NOTICE: "cookie cookies consent gdpr modal popup popover overlay dialog lightbox alert tooltip toast onesignal"
    " adblock donate donation donations form forms login signin register upload",
    QUOTE: "pullquote pullquotes pull",
    TEASER: "teaser teasers card cards tile tiles promo promos promobox promotion",
    MEDIA: "gallery galleries slideshow carousel slider player video videos videoplayer audio podcast slick swiper",
    BODY: "articlebody storybody entry storycontent articletext storytext bodytext maincontent articlecontent"
    " postcontent entrycontent postbody newsbody newstext articlecopy bodycopy",
    HEADLINE: "headline title titre titel heading kicker",
    STANDFIRST: "standfirst dek deck subhead subheadline subtitle lede intro summary excerpt teasertext chapo sapo"
    " lead abstract",
    META: "meta metadata info infos details",
    LABEL: "label badge flag",
    CORRECTION: "correction corrections clarification editorsnote disclaimer",
    EMBED: "embed tweet instagram oembed twittertweet",
}
_EXACT = {word: bit for bit, words in _WORDS.items() for word in words.split()}
# Beginnings of words that are written together: "relatedArticles".
_BEGINNINGS = (
    (RELATED, "related recommend recirc outbrain taboola mostread mostpop trending readmore relacionad"),
    (SHARE, "share social sharing addthis bdshare"),
    (COMMENT, "comment disqus kommentar"),
    (NAV, "breadcrumb navbar navi menu pagin"),
    (NEWSLETTER, "newsletter subscri signup"),
    (ADVERT, "advert adslot adunit sponsor googlead"),
    (PAYWALL, "paywall"),
    (FOOTER, "footer"),
    (ASIDE, "sidebar"),
    (NOTICE, "cookie consent popup modal"),
    (QUOTE, "pullquote"),
    (TEASER, "teaser promo"),
    (AUTHOR, "author byline"),
    (CAPTION, "caption"),
    (BODY, "articlebody storybody articletext articlecontent"),
    (MEDIA, "slideshow gallery carousel videoplay"),
)
# Two neighbouring words that mean more together; "material-icons" is a font that shows names as signs.
_PAIRS_OF = {
    UNSEEN: "sr-only visually-hidden screen-reader a11y-hidden material-icons material-symbols",
    BODY: "article-body story-body article-content entry-content post-content article-text body-text"
    " body-content body-copy post-body story-content content-body news-content",
    RELATED: "most-read most-popular most-viewed read-more read-next read-also also-read see-also up-next"
    " more-stories more-news more-from more-on you-may",
    NEWSLETTER: "sign-up mailing-list",
    QUOTE: "pull-quote",
    CORRECTION: "editors-note",
    TEASER: "call-to",
}
_PAIRS = {tuple(pair.split("-")): bit for bit, pairs in _PAIRS_OF.items() for pair in pairs.split()}
_ALONE_UNSEEN = frozenset(
    ("visuallyhidden", "sronly", "screenreader", "offscreen", "vh", "visually-hidden", "sr-only")
)
# Names with such a first or last word say how an element looks or what is beside it: "has-sidebar",
# "banner-radius".
_LOOKS = frozenset(("has", "no", "with", "without", "is", "not"))
_LOOKS_LIKE = frozenset(("false", "true", "off", "on", "disabled", "enabled", "radius", "color", "size"))
_VH = "vh"  # "visually hidden" at the end of a name; before a number it is the window's height
# Links from a heading to itself ("¶", "#"), as Sphinx, Docusaurus and AnchorJS name them.
_PERMALINKS = frozenset(("headerlink", "hash-link", "anchorjs-link"))
_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])|[^\W\d_]+")
# WordPress puts the page's subject into classes: "tag-comments" is about comments; "post-content" is a part.
_SLUG = re.compile(
    r"(?:tag|category|author|term|topic|section|page|post(?=-\d|(?:-[\w%]+){3}))-"
    r"(?!\w*(?:nav|footer|header|body|content|text|title|date|author|by|names?|bio|box|info|meta|list)\b)[\w%-]+$"
)
LONGEST = 600  # characters of an attribute that count
MOST_WORDS = 6  # of one name; a longer one is made of a headline
MOST_KNOWN = 20_000  # names that are kept: the memory of a long crawl does not grow

_BEGINS = {start: bit for bit, starts in _BEGINNINGS for start in starts.split()}
_BEGINNING = re.compile("|".join(sorted(_BEGINS, key=len, reverse=True)))

LOOKED_UP: dict[str, int] = {}  # hints by the whole attribute
_names_looked_up: dict[str, int] = {}
_words_looked_up: dict[str, int] = {}


def hints_of(names: str) -> int:
    """The hints of a class attribute or an id, as bits; each attribute is looked up once."""
    bits = LOOKED_UP.get(names)
    if bits is None:
        if len(LOOKED_UP) > MOST_KNOWN:
            for cache in (LOOKED_UP, _names_looked_up, _words_looked_up):
                cache.clear()
        bits = 0
        for name in names[:LONGEST].split():
            found = _names_looked_up.get(name)
            if found is None:
                found = _names_looked_up[name] = _of_name(name)
            bits |= found
        LOOKED_UP[names] = bits = bits & ~SHARE if bits & EMBED else bits
    return bits


def _of_name(name: str) -> int:
    if name in _PERMALINKS:
        return UNSEEN
    words = _WORD.findall(name)
    if len(words) > MOST_WORDS or _SLUG.match(name):
        return 0
    bits, last = 0, ""
    for word in map(str.lower, words):
        bits |= _of_word(word) | _PAIRS.get((last, word), 0)
        last = word
    if len(words) > 1 or name in _ALONE_UNSEEN:
        bits |= UNSEEN if name in _ALONE_UNSEEN else _of_word("".join(words).lower())
    if words[-1:] == [_VH]:
        return bits | UNSEEN
    if len(words) > 1 and (words[0].lower() in _LOOKS or words[-1].lower() in _LOOKS_LIKE):
        return bits & UNSEEN
    is_byline = (
        bits & AUTHOR and _of_word(words[0].lower()) & AUTHOR
    )  # "byline-comments": a byline with the number of comments
    return bits & ~COMMENT if is_byline else bits


def _of_word(word: str) -> int:
    bits = _words_looked_up.get(word)
    if bits is None:
        bits = UNSEEN if word in _ALONE_UNSEEN and len(word) > 2 else _EXACT.get(word, 0)
        if not bits and (found := _BEGINNING.match(word)):
            bits = _BEGINS[found[0]]
        _words_looked_up[word] = bits
    return bits
