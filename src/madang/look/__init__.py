"""How everything looks: stylesheet, components, fonts, page frames."""
