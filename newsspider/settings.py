"""The Scrapy settings of newsspider, polite and closed; `-s` or `--set` changes any of them."""

from newsspider.version import __version__

BOT_NAME = "newsspider"
SPIDER_MODULES = ["newsspider.spiders"]
NEWSPIDER_MODULE = "newsspider.spiders"

# Our own settings: the archive's folder, and an address or e-mail to which a webmaster can write.
NEWSSPIDER_ARCHIVE = "archive"
NEWSSPIDER_CONTACT = ""
# A WARC file is closed at this size and the next one begun; archives exchange files of about this size.
NEWSSPIDER_WARC_BYTES = 1_000_000_000
# Hosts with public names that may resolve to private addresses, such as a server in your own network.
NEWSSPIDER_PRIVATE_HOSTS: list[str] = []
# Hosts whose TLS certificates are not verified; a profile names them under `tls`.
NEWSSPIDER_UNVERIFIED_HOSTS: list[str] = []
# The longest pause in seconds: for a busy server (429, 503), whatever its Retry-After; and between two
# requests, if robots.txt sets a Crawl-delay: a site that sets a longer one is not crawled.
NEWSSPIDER_LONGEST_PAUSE = 300.0
# Seconds that reading one page may take before `newsspider crawl` ends the run: most pages take a few
# hundredths of a second, the largest ten seconds.
NEWSSPIDER_LONGEST_READING = 60.0

USER_AGENT = f"newsspider/{__version__} (archiving; respects robots.txt)"

# Politeness: robots.txt is obeyed; each host gets one request at a time, and a pause after it.
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 8
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.25
COOKIES_ENABLED = False
# Without zstd: most programs that read WARC files cannot decode it.
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
# A page has one article.  Scrapy makes this many tasks per answer; its default of 100 costs 1 ms of CPU.
CONCURRENT_ITEMS = 4
RETRY_TIMES = 2

# Scrapy by default accepts any certificate: an attacker in between could then change what is archived.
DOWNLOAD_VERIFY_CERTIFICATES = True

# Closed: nobody can control a running crawl from outside, and nothing is sent elsewhere.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False

FEED_EXPORT_ENCODING = "utf-8"
