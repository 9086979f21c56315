-- A link block keeps the heading above its own, which stands over several blocks.

ALTER TABLE link_blocks ADD COLUMN group_label TEXT;
