"""Can a developer log in as staff without a telephone, and nobody in production?"""

from staffing import NAME, code, hire


def test_everybody_stands_there_with_the_code_of_now(app, clock):
    hire(app)
    hire(app, "closed")
    app.test_cli_runner().invoke(args=["staff", "close", "closed"])
    client = app.test_client()
    for _ in range(2):
        page = client.get("/_dev/staff")
        assert f"{NAME}：<strong>{code(app)}</strong>" in page.text
        assert "closed：" not in page.text and "no-store" in page.headers["Cache-Control"]
        clock.forward(minutes=1)


def test_nobody_may_be_there_yet(app):
    assert "担当者はまだいません。" in app.test_client().get("/_dev/staff").text


def test_it_is_not_there_in_production(app):
    app.config["PRODUCTION"] = True
    assert app.test_client().get("/_dev/staff").status_code == 404
