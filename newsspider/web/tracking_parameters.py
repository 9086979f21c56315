"""Query parameters that identify the reader and never change the page; they are left out of every address.

Two kinds: parameters that say where a reader came from, and session ids.  Both are public conventions.
"""

from __future__ import annotations

import re

# Analytics and mail services: Google, Meta, Microsoft, Matomo, Piwik Pro, Adobe, AT Internet, Mailchimp,
# HubSpot, Marketo, Klaviyo, Omeda, Yandex, Baidu, X, TikTok, LinkedIn, Pinterest, Reddit, Branch, Webtrends.
_CAME_FROM = re.compile(
    r"(?:utm_\w+|mtm_\w+|matomo_\w+|pk_(?:campaign|kwd|keyword|source|medium|content|cid)|piwik_\w+|stm_\w+"
    r"|hsa_\w+|__hs\w+|_hsenc|_hsmi|hsctatracking|mkt_tok|_ke|_kx|trk_\w+|oly_(?:anon|enc)_id|vero_(?:id|conv)"
    r"|fbclid|fb_(?:action_ids|action_types|source|ref)|gclid|gclsrc|gad_\w+|dclid|gbraid|wbraid|srsltid|_ga|_gl"
    r"|msclkid|yclid|ysclid|ymclid|_openstat|twclid|ttclid|li_fat_id|epik|rdt_cid|_branch_\w+|igshid?|igsh"
    r"|mc_[ce]id|mc_tc|dm_i|sc_cid|s_cid|s_kwcid|ef_id|icid|ocid|ncid|cmpid|cndid|wt\.mc_id|wt_mc(?:_\w+)?|wt_zmc"
    r"|xtor|at_(?:medium|campaign|custom\d|link_\w+|format|ptr_name|bbc_team)|spm|share_token"
    r"|__twitter_impression|guccounter|guce_\w+|soc_(?:src|trk)|bd_vid|ns_(?:mchannel|source|campaign|linkname))",
    re.IGNORECASE,
)
# Names that only session handling has: PHP, Java, ASP, ColdFusion, Perl, osCommerce, Zen Cart.
_SESSION = re.compile(
    r"(?:phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken|cgisessid|oscsid|zenid|xtcsid)", re.IGNORECASE
)
# Names that may also mean a session of parliament; a session id is long and random.  `sid` is left out,
# as it is the story's id as often.
_MAY_BE_SESSION = re.compile(r"sess(?:ion)?(?:_?id)?", re.IGNORECASE)
_RANDOM = re.compile(r"(?=[a-z]*\d[a-z]*\d)(?=\d*[a-z]\d*[a-z])[0-9a-z]{26,64}", re.IGNORECASE)


def is_tracking(part: str) -> bool:
    """Whether a part of a query (`name=value`) only identifies the reader."""
    name, _, value = part.partition("=")
    if _CAME_FROM.fullmatch(name) or _SESSION.fullmatch(name):
        return True
    return bool(_MAY_BE_SESSION.fullmatch(name) and _RANDOM.fullmatch(value))
