"""Keeping an archive: checked, mended, copied, made again from its captures."""
