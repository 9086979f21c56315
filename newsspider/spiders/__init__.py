"""Our spiders; `scrapy list` names them."""
