"""Which parts of a page can every template use? The macros of templates/components, made once when the program starts.

What is the same for everybody who sees it is also drawn only once for each set of arguments.
"""

from functools import cache

from flask import Flask

# In the order in which they use one another.
COMPONENTS = {
    "icons": ("icon", "mark"),
    "note": ("note",),
    "around": ("assets", "help", "aside", "foot"),
    "steps": ("steps",),
    "tabs": ("tabs",),
    "expiry": ("expires_inside_form", "expires"),
    "labels": ("naming", "hints", "attributes"),
    "form": ("wrap", "section", "questions", "button", "back_button"),
    "errors": ("error_summary", "refusal"),
    "summary": ("answers",),
    "receipt": ("done", "facts", "flow", "keep_copy"),
}
# Only what is never given anything of a visitor's: their arguments are settings and declarations.
DRAWN_ONCE = {
    "icon",
    "mark",
    "assets",
    "help",
    "aside",
    "foot",
    "steps",
    "naming",
    "hints",
    "attributes",
    "button",
    "back_button",
}


def init(app: Flask) -> None:
    """Let every template use them by their names."""
    for file, names in COMPONENTS.items():
        component = app.jinja_env.get_template(f"components/{file}.html").module
        for name in names:
            macro = getattr(component, name)
            app.jinja_env.globals[name] = cache(macro) if name in DRAWN_ONCE else macro
