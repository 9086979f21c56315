"""`reextract`: reads every article again from its captures."""
