"""The Stylize room: a photograph, styles, and what becomes of them."""
