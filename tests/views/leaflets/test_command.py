"""Is there one command that has leaflets made?"""


def test_it_says_what_it_wants(served):
    told = served.test_cli_runner().invoke(args=["leaflet", "--help"])
    assert told.exit_code == 0 and "--portal" in told.output and "--into" in told.output
