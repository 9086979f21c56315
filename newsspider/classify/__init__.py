"""What an answer is: an article, a list, a service page, an error page, a paywall; pure."""
