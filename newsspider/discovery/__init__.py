"""Finding: what a page, feed or sitemap links to; pure."""
