"""What lists and service pages are called, in their titles and in their addresses."""

from __future__ import annotations

import re
from urllib.parse import unquote

from newsspider.language.text import squeeze

LONGEST_TITLE = 120  # characters; longer ones are headlines
MOST_PARTS = 4

_TITLE_BREAK = re.compile(r"\s+[|–—·•»«:]\s+|\s+-\s+|\s*[|»]\s*")
# The title of an archive as WordPress, Blogger, Drupal, Ghost, Hugo and Hexo write it, in the common languages.
_LIST_TITLE = re.compile(
    r"""(?:(?:yearly|monthly|daily|weekly|category|tag|author|blog|post|news|story)\s+)?archives?(?:\s*:.*)?
    | (?:yearly|monthly|daily|category|tag|author)\s+archives?\b.*
    | .{1,60}\s+archives?(?:\s*[-–—|:]\s*page\s+\d+.*)?
    | (?:categor(?:y|ies)|tags?|topics?|authors?|archives?|posts?\ (?:by|tagged|in|from)|posts?\ with\ label
      |articles?\ (?:by|tagged|in)|stories\ (?:by|tagged|from)|entries\ (?:by|tagged|in|from)|filed\ under|browsing)
      \s*[:：]?\s+\S.{0,80}
    | (?:all|latest|recent|older|more|blog)\ (?:posts|articles|stories|news|entries|issues)
    | search\ results.* | results\ for\b.* | page\s+\d+(?:\s+of\s+\d+)?
    | table\ of\ contents | (?:back|past|previous|all)\ issues | tag\ cloud | site\ ?map
    | (?:kategorie|schlagwort|autor|monat|archiv)(?:\s*[:：]\s*.*|-archiv(?:e)?\b.*) | (?:monats|jahres|tages)archiv\w*.*
    | alle\ (?:beiträge|artikel).* | beiträge\ (?:von|aus).*
    | (?:catégorie|étiquette|auteur|archives?)\s*[:：].* | archives?\ (?:de|du|des|mensuelles|pour).*
    | tous\ les\ (?:articles|billets).* | articles\ (?:de|par)\s.*
    | (?:categoría|etiqueta|autor|archivo)s?\s*[:：].* | archivos?\ (?:de|mensual\w*).*
    | (?:categoria|tag|autore|archivio)\s*[:：].* | archivi?o?\ (?:mensile|della?|per)\b.* | articoli\ di\s.*
    | (?:categorie|trefwoord|auteur)\s*[:：].* | maandelijks\ archief.*
    | (?:рубрика|метка|автор|архив)\w*\s*[:：].* | архив\w*\s.*
    | (?:分类|標籤|标签|分類|归档|歸檔|作者|彙整|月份|目錄|标签云)(?:目录|彙整|存档|归档)?\s*[:：]?\s*.{0,30} | .{1,30}(?:归档|彙整|存档)
    | (?:カテゴリー?|タグ|アーカイブ|月別アーカイブ)\s*[:：].* | .{1,30}の記事一覧 | 記事一覧
    | (?:तमाम|सभी)\ लेख | (?:श्रेणी|टैग|लेखक|अभिलेख|संग्रह)\s*[:：].*
    | (?:التصنيف|الوسم|وسم|تصنيف|الكاتب|أرشيف|الأرشيف)\s*[:：]?\s.* | أرشيف\w*.*""",
    re.IGNORECASE | re.VERBOSE,
)
_PUBLICATION = r"(?:\s+\S+){0,4}"
# What pages about the publication, its terms and its money call themselves.
_SERVICE_TITLE = re.compile(
    rf"""(?:our\ |site\ |website\ )?(?:(?:privacy|cookies?|data\ protection|comments?|refund|returns?|editorial|moderation
      |corrections?|advertising|submission|accessibility)\s+)+(?:polic(?:y|ies)|notice|statement|guidelines|settings)
      (?:\ (?:for|of)\b.*)?
    | (?:(?:general|website|our)\ )?terms(?:\ (?:and|&|\+|of)\ (?:conditions|use|service|sale|privacy))*(?:\ of\ (?:use|sale|service))?
    | (?:legal\ (?:notice|information)|disclaimer|imprint|impressum|copyright(?:\ notice)?|cookies?|privacy|accessibility|colophon|masthead)
    | contact(?:\ (?:us|info|information|details|form|the\ \w+))? | (?:get\ in\ touch|write\ to\ us|how\ to\ (?:contact|reach)\ us)
    | about(?:\ (?:us|me|this\ (?:site|blog|magazine|website)))? | who\ we\ are | our\ (?:team|staff|mission)
    | (?:how\ to\ )?(?:subscribe|subscriptions?|donat(?:e|ions?)|support\ us|give|advertis(?:e|ing))(?:\ (?:now|today|here|to|with|us|options?|rates?|info\w*){_PUBLICATION})?
    | become\ a\ (?:member|subscriber|supporter|patron) | make\ a\ (?:donation|gift) | membership | media\ kit | rate\ card
    | (?:newsletters?|log\ ?in|sign\ ?(?:in|up)|register|registration|my\ account|shopping\ cart|cart|checkout|shop|store|jobs|careers|faqs?|help|search|rss(?:\ feeds?)?)
    | (?:write\ for\ us|submissions?(?:\ guidelines)?|staff|editorial\ (?:board|team)|letters\ to\ the\ editor\ policy)
    | datenschutz(?:erklärung|bestimmungen|hinweise?)? | allgemeine\ geschäftsbedingungen | agb | nutzungsbedingungen
    | kontakt(?:formular)? | über\ uns | spenden? | abo(?:nnement)?s? | abonnieren | mediadaten | werben | anmelden | haftungsausschluss
    | politique\ de\ (?:confidentialité|cookies)\b.* | mentions\ légales | conditions\ (?:générales|d['’]utilisation)\b.*
    | (?:nous\ )?contact(?:er|ez[- ]nous) | à\ propos(?:\ de\ nous)? | qui\ sommes[- ]nous | faire\ un\ don | s['’]abonner | abonnements?
    | pol[ií]tica\ de\ (?:privacidade?|cookies)\b.* | aviso\ legal | t[ée]rminos\ (?:y\ condiciones|de\ uso|del\ servicio)\b.* | contact(?:o|ar|e[- ]nos)
    | (?:acerca\ de|sobre)(?:\ nosotros|\ n[óo]s)? | qui[eé]nes\ somos | quem\ somos | don(?:a|ar|aciones) | suscr[ií](?:bete|birse|pciones|pción) | termos\ de\ uso
    | informativa\ (?:sulla\ )?privacy\b.* | (?:privacy|cookie)\ policy\b.* | note\ legali | contatt(?:i|aci) | chi\ siamo | donazioni? | abbonamenti? | abbonati | termini\ (?:e\ condizioni|di\ servizio)\b.*
    | privacy(?:verklaring|beleid) | algemene\ voorwaarden | over\ ons | doneren? | abonneren | colofon
    | integritetspolicy | om\ oss | kontakta\ oss | personvern(?:erklæring)? | privatlivspolitik | tietosuoja\w* | yhteystiedot
    | polityka\ prywatności | regulamin | o\ nas | kontakty? | zásady\ ochrany\b.* | gizlilik\ politikası | hakkımızda | iletişim
    | политика\ конфиденциальности | (?:пользовательское\ )?соглашение | контакты | о\ (?:нас|проекте|журнале|сайте) | подписка | реклама
    | 隐私(?:政策|权政策|声明) | 隱私(?:權)?政策 | 服务条款 | 使用条款 | 免责声明 | 联系我们 | 聯絡我們 | 关于(?:我们|本站) | 關於我們 | 订阅 | 捐(?:款|赠|助) | 广告(?:服务|合作) | 投稿(?:须知|指南)?
    | プライバシーポリシー | 利用規約 | お問い?合わせ | 会社概要 | 私たちについて | (?:当|この)サイトについて | 寄付 | 購読
    | 개인정보\s*(?:처리방침|보호정책) | 이용\s*약관 | 문의하기 | 회사\s*소개 | 구독 | 후원
    | गोपनीयता\ नीति | नियम\ (?:और|व)\ शर्तें | संपर्क(?:\ करें)? | हमारे\ बारे\ में | सदस्यता(?:\ लें)? | दान(?:\ करें)? | विज्ञापन
    | سياسة\ الخصوصية | شروط\ الاستخدام | (?:الشروط|الأحكام)\ و\S+ | اتصل\ بنا | من\ نحن | تواصل\ معنا | تبرع(?:\ الآن)? | اشترك(?:\ الآن)? | أعلن\ معنا""",
    re.IGNORECASE | re.VERBOSE,
)
_SERVICE_PATH = re.compile(
    r"""(?:about|contact|kontakt|contacto|contatti|contactez-?nous|privacy|cookies?|data-?protection|terms|tos|legal|disclaimer
      |impressum|imprint|datenschutz|agb|mentions-legales|aviso-legal|note-legali|copyright|licen[cs]e)
      (?:-?(?:us|me|policy|notice|statement|erklaerung|page|form|info|conditions|and-conditions|of-(?:use|service)|settings))*
    | (?:politique|politica)-de-(?:confidentialite|privacidade?|cookies) | informativa-privacy | chi-siamo | qui-sommes-nous | quienes-somos
    | a-propos | ueber-uns | over-ons | sobre(?:-nosotros|-nos)? | acerca(?:-de)?
    | (?:subscribe|subscriptions?|abo|abonnements?|abonnieren|suscripcion(?:es)?|abbonamenti|newsletters?|sign-?up|sign-?in|log-?(?:in|out)|register
      |registration|account|my-account|cart|checkout|shop|store|wp-login|password-?reset)(?:-?(?:now|today|page|us))?
    | (?:donat(?:e|ions?)|spenden|faire-un-don|dona(?:r|ciones)?|donazioni|support-us|membership|become-a-member|give)(?:-?(?:now|today|page|us|online))?
    | advertis(?:e|ing)(?:-?(?:with-us|with|us|info|rates?))? | mediadaten | media-?kit | rate-?card
    | masthead | colophon | accessibility | sitemap | site-map | write-for-us | submission-guidelines""",
    re.VERBOSE | re.IGNORECASE,
)
# Words that name a service page near the root of a site, and a story or a column further down.
_ROOT_SERVICE_PATH = re.compile(
    r"faqs?|help|hilfe|jobs|careers|feedback|staff|team|mirrors|copying|search|suche|submissions?|guidelines",
    re.IGNORECASE,
)
_PAGE_FILE = re.compile(r"\.(?:s?html?|php\d?|aspx?|jsp|cfm|cgi|pl)$", re.IGNORECASE)
_COPY_NUMBER = re.compile(r"-\d{1,2}$")


_READ_ON = re.compile(
    r"""(?:read|see|show|view|continue|go\ to|find\ out|learn)\ (?:(?:the|this)\ )?(?:full\ |whole\ |rest\ of\ the\ |entire\ )?
      (?:more|on|reading|article|story|post|text|interview|review)\b.{0,60} | (?:full|whole)\ (?:story|article|text) | more
    | (?:weiter(?:lesen)?|mehr(?:\ (?:lesen|erfahren))?|zum\ artikel|(?:ganzen\ )?artikel\ lesen)\b.{0,60}
    | (?:lire\ (?:la\ suite|plus|l['’]article)|en\ savoir\ plus)\b.{0,60} | (?:leer|seguir\ leyendo|ver)\ m[áa]s\b.{0,60} | (?:sigue|continuar)\ leyendo
    | (?:leia|ler|saiba)\ mais\b.{0,60} | (?:leggi|continua(?:\ a\ leggere)?)(?:\ (?:tutto|l['’]articolo|di\ più))?\b.{0,60} | lees\ (?:meer|verder)\b.{0,60}
    | läs\ mer | les\ mer | læs\ mere | lue\ lisää | czytaj\ (?:więcej|dalej) | číst\ (?:dále|více|dál) | devamını\ oku | подробнее | читать\ (?:далее|полностью|дальше)
    | (?:阅读(?:全文|更多)|閱讀(?:全文|更多)|继续阅读|繼續閱讀|查看(?:全文|更多|详情)|全文|更多|详细) | 続き(?:を読む)? | もっと(?:読む|見る) | 더\s*(?:읽기|보기) | 자세히(?:\s*보기)?
    | (?:और\ |आगे\ |पूरा\ )?पढ़ें | (?:पूरी|पूरा)\ (?:खबर|लेख)\ पढ़ें | اقرأ\ (?:المزيد|أكثر) | المزيد | تابع\ القراءة""",
    re.IGNORECASE | re.VERBOSE,
)
LONGEST_LABEL = 80  # characters


def is_read_on(label: str) -> bool:
    """Whether a link says that it leads to the rest of a text: "Read more", "weiterlesen"."""
    label = label.strip(" .…:>»›→[]()\u00a0-–")
    return 0 < len(label) <= LONGEST_LABEL and _READ_ON.fullmatch(label) is not None


def title_parts(title: str) -> tuple[str, ...]:
    """The parts of a page's title: "Tag: x | The Paper" gives both sides."""
    parts = (squeeze(part) for part in _TITLE_BREAK.split(title))
    return tuple(part for part in parts if part)[:MOST_PARTS]


def is_list_title(title: str) -> bool:
    """Whether a title is that of a list: an archive, a tag, a category, an author's posts."""
    return len(title) <= LONGEST_TITLE and _LIST_TITLE.fullmatch(title.strip(" .:!")) is not None


def is_service_title(title: str) -> bool:
    """Whether a title is that of a page about the publication, its terms or its money."""
    return len(title) <= LONGEST_TITLE and _SERVICE_TITLE.fullmatch(title.strip(" .:!?")) is not None


def service_word(path: str) -> str | None:
    """The last part of an address's path where it names a service page: contact, terms, subscribe."""
    leaf = unquote(path).rstrip("/").rpartition("/")[2]
    stem = _COPY_NUMBER.sub("", _PAGE_FILE.sub("", leaf)).replace("_", "-")
    if _SERVICE_PATH.fullmatch(stem):
        return stem
    is_near_root = path.strip("/").count("/") <= 1
    return stem if is_near_root and _ROOT_SERVICE_PATH.fullmatch(stem) else None


_LONG_SLUG = re.compile(r"[^\W_]{2,}(?:[-_][^\W_]+){2,}")
_NUMBERED = re.compile(
    r"(?<!\d)\d{5,}(?!\d)|(?:article|story|content|news|post|art|id|t|node)[-_]?\d{2,}", re.IGNORECASE
)
_DATED = re.compile(
    r"(?:19|20)\d\d[-/_.]?(?:0?[1-9]|1[0-2])[-/_.]?(?:0[1-9]|[12]\d|3[01])?/[^/]*[^\W\d_]{2,}[^/]*/?$"
)
_STORY_QUERY = re.compile(r"(?:^|&)(?:id|article_?id|article|art_?id|story_?id|story|p|nid|newsid)=\d+")


_LIST_LEAF = re.compile(
    r"(?:main|index|home|archives?|contents?|toc|issue|list|page|default)[-_]?\d*", re.IGNORECASE
)


def is_story_path(path: str, query: str) -> bool:
    """Whether an address looks like a story's: a long slug, a number, or a name below a date."""
    leaf = _PAGE_FILE.sub("", path.rstrip("/").rpartition("/")[2])
    if _LIST_LEAF.fullmatch(leaf) or not re.search(r"[^\W\d_]{2}|\d{4}", leaf):
        return _STORY_QUERY.search(query) is not None
    if _LONG_SLUG.search(leaf) or _NUMBERED.search(leaf) or _STORY_QUERY.search(query):
        return True
    return _DATED.search(path) is not None
