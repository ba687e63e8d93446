"""The storyboard as a page of HTML: every shot's first frame with the camera's move drawn on it.

`fragment` is for a page that is there already, as a notebook's; `page` stands alone. Neither needs
a script, a style sheet or a network, and both are what they are when a notebook that was mailed is
opened: a picture is one image, its arrows in it, because inline SVG is taken out there.

    film ─ board ─▶ model ─ write ─▶ HTML
            └ sights, poster   └ draw, arrows
"""

from hailuo_dsl.studio.board.write import fragment, page

__all__ = ["fragment", "page"]
