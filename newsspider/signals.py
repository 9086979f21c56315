"""Signals of a crawl, for Scrapy extensions: what became of an article, sent after it is stored.

Connect to them as to Scrapy's own (`crawler.signals.connect`).  Receivers get these arguments:

- `article_new` and `article_changed`: `spider`; `site`, its name; `article`, an `Article`; `article_id`, its
  id in the archive; `decision`, "first" or "changed".  A change that the end of the run takes for a new
  template of the site was sent, too.
- `article_gone`: `spider`; `site`; `article_id`; `url`, the article's last address.  It is sent at the end of
  the run, which decides what is gone.

A receiver is a plain function, not a coroutine, and should be quick: the crawl waits for it.  One that raises
is logged by Scrapy, with its traceback; the article stays as stored.
"""

from __future__ import annotations

article_new = object()
article_changed = object()
article_gone = object()
