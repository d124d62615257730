"""What does a customer call the device and the browser that they sit at?"""

from ua_parser import parse

SYSTEMS = {"Mac OS X": "Mac", "Chrome OS": "Chromebook"}
BROWSERS = {
    "Mobile Safari": "Safari",
    "Chrome Mobile": "Chrome",
    "Chrome Mobile iOS": "Chrome",
    "Edge Mobile": "Edge",
    "Firefox Mobile": "Firefox",
    "Firefox iOS": "Firefox",
}
UNKNOWN = "端末の種類は不明です"
LONGEST = 200


def named(user_agent: str) -> str:
    """Of what a browser says of itself: 「iPhone（Safari）」, as much of it as is known."""
    said = parse(user_agent[:LONGEST])
    system = said.os.family if said.os else ""
    if system == "iOS":
        system = said.device.family if said.device else "iPhone"
    browser = said.user_agent.family if said.user_agent else ""
    known = [SYSTEMS.get(system, system), BROWSERS.get(browser, browser)]
    return f"{known[0]}（{known[1]}）" if all(known) else known[0] or known[1] or UNKNOWN
