"""Link blocks: what stands together, what is a menu, and of which kind a block is."""
