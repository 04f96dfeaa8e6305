"""The look of Madang: stylesheet, fonts, components, page frames and charts. docs/look.md shows how to use them."""
