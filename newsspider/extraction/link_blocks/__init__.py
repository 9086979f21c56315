"""Link blocks: boxes of links, the label and kind of each; menus are not among them."""
