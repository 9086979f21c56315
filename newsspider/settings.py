"""Scrapy's settings for newsspider: polite and closed; each may be changed with `-s` or `--set`."""

from newsspider.version import __version__

BOT_NAME = "newsspider"
SPIDER_MODULES = ["newsspider.spiders"]
NEWSPIDER_MODULE = "newsspider.spiders"

# Ours: the archive's folder, and an address or mail that a webmaster can turn to.
NEWSSPIDER_ARCHIVE = "archive"
NEWSSPIDER_CONTACT = ""
# A run's WARC file is closed at this size, and the next begun: what archives exchange.
NEWSSPIDER_WARC_BYTES = 1_000_000_000
# Names that may resolve to private addresses, though a public DNS could know them: a house's own server.
NEWSSPIDER_PRIVATE_HOSTS: list[str] = []
# Hosts whose TLS certificates are not verified; a profile names its own under `tls`.
NEWSSPIDER_UNVERIFIED_HOSTS: list[str] = []
# Seconds that a busy server (429, 503) is left alone at most, whatever it asks; and the longest pause
# between requests that robots.txt may ask for: a site that wants more is left.
NEWSSPIDER_LONGEST_PAUSE = 300.0
# Seconds that reading one page may take before `newsspider crawl` ends the run: pages take some
# hundredths, the largest ten.
NEWSSPIDER_LONGEST_READING = 60.0

USER_AGENT = f"newsspider/{__version__} (archiving; respects robots.txt)"

# Politeness: robots.txt holds, one request at a time for a host, and a pause after each.
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 8
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.25
COOKIES_ENABLED = False
# zstd is left out: what reads WARC files cannot decode it.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, br",
}

# Bounds.
DNS_TIMEOUT = 20
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 20_000_000
DOWNLOAD_WARNSIZE = 0
REDIRECT_MAX_TIMES = 8
# A page brings one article.  Scrapy makes so many tasks for each answer: its hundred cost 1 ms of CPU.
CONCURRENT_ITEMS = 4
RETRY_TIMES = 2

# Scrapy by itself takes any certificate: whoever stands between could then write what we archive.
DOWNLOAD_VERIFY_CERTIFICATES = True

# Closed: nobody steers a running crawl from outside, and nothing calls home.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False

FEED_EXPORT_ENCODING = "utf-8"
