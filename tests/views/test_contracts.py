"""Does a customer see their contracts, all of what each says, and nobody else's? 602, 603, 607, 610."""

from datetime import date

import factories
import pytest
from browser import Browser
from sqlalchemy import Engine, event
from ways import log_in, pressed, to_606

from infra.database import read, write
from models import Holding

LIST = "/okyakusama/contracts"


@pytest.fixture
def customer(app, browser):
    with app.app_context():
        factories.agency()
        found = factories.account(app).id
    log_in(browser)
    return found


def held(app, customer, **different):
    with app.app_context():
        made = factories.contract(**different).id
        factories.hold(customer, made)
    return made


def many(app, customer, count, **different):
    """So many contracts, the newest with the highest number."""
    with app.app_context(), write() as session:
        for number in range(1, count + 1):
            values = {
                "number": f"C8{number:08}",
                "starts_on": date(2020, 1, 1),
                "ends_on": date(2027, 1, 1),
                **different,
            }
            copied = factories.unsaved_contract(**values)
            session.add(copied)
            session.flush()
            session.add(Holding(account_id=customer, contract_id=copied.id, added_at=factories.NOW, how="test"))


def listed(browser):
    """The 証券番号 on this page, from the top."""
    return [tag.text.removeprefix("証券番号 ") for tag in browser.page.select(".contracts th small")]


def test_what_a_row_says(app, browser, customer):
    held(app, customer, renewed=True, starts_on=date(2019, 7, 3), changed_on=date(2020, 5, 7), insured_is_holder=False)
    browser.open(LIST)
    assert (browser.number, browser.heading) == (602, "契約内容の確認")
    row = browser.page.select_one(".contracts tbody tr")
    assert row.th.text.strip().startswith("継続「すまいの保険」（火災保険）")
    cells = [cell.get_text() for cell in row.select("td")]
    assert cells[:-1] == ["2019年07月03日", "2020年05月07日", "", "東京都港区見本1-2-3"]
    assert ways(browser) == ["内容を見る・変更する", "契約確認", "保険契約内容", "保険料領収証", "解約"]


def ways(browser):
    """What the first row of the list leads to, the way into the contract first."""
    return [link.get_text().split("（")[0] for link in browser.page.select_one(".contracts tbody").select("a")]


def test_the_list_is_called_as_its_tab_is(app, browser, customer):
    """602 and 700; the screen is the same one whatever it is called."""
    held(app, customer)
    for portal, names in (
        ("okyakusama", ("契約内容の確認", "その他の手続")),
        ("keiyakusha", ("ご契約一覧", "お客様情報")),
    ):
        with app.app_context():
            own = factories.account(app, portal, "KMA7482X") if portal == "keiyakusha" else None
        if own:
            browser.open("/keiyakusha/login").send({"user_id": own.user_id, "password": factories.PASSWORD})
        for path, name in zip(("contracts", "my-page"), names, strict=True):
            page = browser.open(f"/{portal}/{path}").page
            assert browser.heading == page.select_one(".tabs [aria-current]").text == name
            assert page.title.text.startswith(f"{name}（画面番号")
    assert "お客様情報" in browser.open("/okyakusama/my-page").text


@pytest.mark.parametrize(
    ("different", "offered", "said"),
    [
        ({"ends_on": date(2026, 11, 23)}, ["内容を見る", "契約確認", "保険契約内容", "保険料領収証"], False),
        ({"online": False}, ["内容を見る・変更する", "契約確認", "保険契約内容", "保険料領収証", "0120-000-000"], True),
        (
            {"group_contract": True},
            ["内容を見る・変更する", "契約確認", "保険契約内容", "保険料領収証", "0120-000-000"],
            True,
        ),
    ],
)
def test_what_cannot_be_done_is_not_offered(app, browser, customer, different, offered, said):
    """Of what is closed to the web 603 tells why, and whom to call (wording.md, row 603)."""
    mine = held(app, customer, **different)
    assert ways(browser.open(LIST)) == offered
    assert ("お手続きは、インターネットデスク（0120-000-000）で承ります。" in browser.text) == said
    assert browser.follow("内容を見る").url.endswith(f"/{mine}")


def test_one_that_never_changed_has_a_dash(app, browser, customer):
    held(app, customer, location="")
    cells = [cell.get_text() for cell in browser.open(LIST).page.select(".contracts tbody tr:first-child td")]
    assert cells[1] == "-" and cells[2] == "髙﨑 𠮷乃" and cells[3] == "-"


def test_past_ones_are_there_too_the_newest_first(app, browser, customer):
    for number, starts in (("C900000001", 2020), ("C900000002", 2025), ("C900000003", 2022)):
        held(app, customer, number=number, starts_on=date(starts, 1, 1), ends_on=date(starts + 2, 1, 1))
    assert listed(browser.open(LIST)) == ["C900000002", "C900000003", "C900000001"]
    assert [tag.text for tag in browser.page.select(".contracts .badge")] == ["終了", "終了"]
    assert listed(browser.open(f"{LIST}?which=now")) == ["C900000002"]
    assert listed(browser.open(f"{LIST}?which=past")) == ["C900000003", "C900000001"]


def test_without_any_it_says_what_to_do(app, browser, customer):
    assert browser.open(LIST).follow("契約中の保険を追加する").number == 721


def test_a_long_list_is_shown_page_by_page(app, browser, customer):
    many(app, customer, 45)
    browser.open(LIST)
    assert listed(browser)[0] == "C800000001" and len(listed(browser)) == 20
    assert "全45件のうち1〜20件目" in browser.text
    browser.follow("次のページ").follow("次のページ")
    assert listed(browser) == [f"C8{number:08}" for number in range(41, 46)]
    assert "41〜45件目" in browser.text and "次のページ" not in browser.text
    assert listed(browser.follow("前のページ"))[0] == "C800000021"


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "９", "1e3", "99999999999", ""])
def test_a_page_that_there_is_not_is_the_nearest(app, browser, customer, page):
    many(app, customer, 21)
    assert len(listed(browser.open(f"{LIST}?page={page}"))) in (1, 20)


@pytest.mark.parametrize(
    "word",
    ["900-000001", "Ｃ９００００", "清水", "ｼﾐｽﾞ", "しみず　ようすけ", "清水 洋介", "コーポ みどり", "見本9"],
)
def test_a_word_is_found_in_number_insured_and_address(app, browser, customer, word):
    many(app, customer, 25)
    held(
        app,
        customer,
        insured_is_holder=False,
        insured_name="清水　洋介",
        insured_kana="シミズ　ヨウスケ",
        location="東京都港区見本9 コーポみどり",
    )
    browser.open(LIST).send({"word": word}, button="検索")
    assert listed(browser) == ["C900000001"]
    assert word not in browser.url


@pytest.mark.parametrize(
    "word",
    [
        "山田太郎",
        "やまだ",
        "１－２－３",
        "1-2-3 abcビル",
        "ＡＢＣ",
        "２ー３",
        "ﾔﾏﾀﾞ",
        "びる",
        "ﾘｮｳ",
        "リヨウ",
        "髙ﾀｳﾝ",
        "ちょう三",
    ],
)
def test_the_way_in_which_it_is_written_does_not_count(app, browser, customer, word):
    """The holder is the insured here."""
    many(app, customer, 25)
    held(
        app,
        customer,
        holder_name="山田　太郎",
        holder_kana="ヤマダ　タロウリョウ",
        given_key="ヨシノ",
        location="大阪市北区梅田１－２－３　Abcビル",
        product="高タウン町チヨウ三",
    )
    browser.open(LIST).send({"word": word}, button="検索")
    assert "C900000001" in listed(browser)


@pytest.mark.parametrize("word", ["か\u3099す", "カ\u3099イ", "\ufa19"])
def test_a_letter_and_the_mark_upon_it_are_searched_for_as_one(app, browser, customer, word):
    many(app, customer, 25)
    there = {"location": "東京都がす荘", "given_key": "ヨシノ"}
    held(app, customer, holder_name="\ufa19谷　がい", holder_kana="カミヤ　ガイ", **there)
    browser.open(LIST).send({"word": word}, button="検索")
    assert listed(browser) == ["C900000001"]


@pytest.mark.parametrize("word", ["-", "（）", "ー"])
def test_a_word_of_marks_alone_finds_not_everything(app, browser, customer, word):
    many(app, customer, 25, location="大阪")
    browser.open(LIST).send({"word": word}, button="検索")
    assert listed(browser) == []


@pytest.mark.parametrize("path", ["contracts/99999999999999999999", "requests/99999999999999999999/withdraw"])
def test_a_number_beyond_all_numbers_is_not_there(browser, customer, path):
    browser.open(f"/okyakusama/{path}", 404)


def test_a_word_that_is_in_none_says_so_and_stays(app, browser, customer):
    many(app, customer, 25)
    browser.open(LIST).send({"word": "%_"}, button="検索")
    assert listed(browser) == [] and "「%_」を含むご契約は見つかりませんでした" in browser.text
    assert browser.values["word"] == "%_"
    browser.send({"word": "　"}, button="検索")
    assert len(listed(browser)) == 20


def test_of_more_than_five_words_the_first_five_are_searched(app, browser, customer):
    many(app, customer, 25)
    held(app, customer, location="一 二 三 四 五")
    browser.open(LIST).send({"word": "一 二 三　四 五 六"}, button="検索")
    assert listed(browser) == ["C900000001"] and "一度に検索できる言葉は5つまでです。" in browser.text
    assert browser.values["word"] == "一 二 三 四 五 六"
    browser.send({"word": "一 一 一 - 二 二 二"}, button="検索")
    assert listed(browser) == ["C900000001"] and "一度に検索できる" not in browser.text


def test_of_very_many_the_first_are_shown(app, browser, customer):
    many(app, customer, 60)
    browser.open(LIST).send({"word": "C8"}, button="検索")
    assert len(listed(browser)) == 50
    assert "言葉を足して" in browser.text


def test_a_search_whose_token_was_lost_keeps_the_word(app, browser, customer):
    many(app, customer, 25)
    action, data = pressed(browser.open(LIST))
    answer = browser.client.post(action, data={**data, "csrf_token": "gone", "word": "清水"})
    assert answer.status_code == 400 and 'value="清水"' in answer.text


def test_a_search_after_the_login_ran_out_leads_to_the_login(app, browser, customer, clock):
    many(app, customer, 25)
    action, data = pressed(browser.open(LIST))
    clock.forward(minutes=31)
    answer = browser.client.post(action, data={**data, "word": "清水"})
    assert "清水" not in answer.text and "（画面番号901）" in answer.text


def test_anothers_are_in_no_list_and_no_search(app, browser, customer):
    many(app, customer, 25)
    with app.app_context():
        other = factories.account(app, user_id="taro@example.jp").id
    held(app, other, number="C900000009", location="秘密の部屋")
    assert "C900000009" not in browser.open(f"{LIST}?page=2").text
    for word in ("C900000009", "秘密"):
        browser.open(LIST).send({"word": word}, button="検索")
        assert listed(browser) == []


def test_every_page_of_anothers_contract_is_not_there(app, customer, browser):
    with app.app_context():
        factories.account(app, user_id="taro@example.jp")
    mine = held(app, customer)
    stranger = log_in(Browser(app.test_client()), "taro@example.jp")
    for path in ("", "/confirmation"):
        browser.open(f"{LIST}/{mine}{path}")
        stranger.open(f"{LIST}/{mine}{path}", 404)
        stranger.open(f"{LIST}/{mine + 1}{path}", 404)
        assert Browser(app.test_client()).open(f"{LIST}/{mine}{path}").number == 102


def test_603_says_all_of_both_people(app, browser, customer):
    mine = held(app, customer, insured_is_holder=False, insured_name="清水　洋介", insured_kana="シミズ　ヨウスケ")
    browser.open(f"{LIST}/{mine}")
    titles = [tag.text for tag in browser.page.select("main h2")]
    assert titles[:3] == ["保険契約者", "被保険者", "保険の対象"]
    holder = browser.page.select("main section.sec")[0].text
    for word in (
        "☆氏名または名称",
        "髙﨑 𠮷乃",
        "タカサキ ヨシノ",
        "1960年（昭和35年）4月1日",
        "090-1234-5678",
        "〒107-0000",
    ):
        assert word in holder
    assert "変更をご希望の方はインターネットデスク（0120-000-000）までご連絡ください。" in holder
    assert [link["href"].split("-")[-1] for link in browser.page.select("main a[href*='/change/of/']")] == [
        "holder/",
        "insured/",
    ]


def test_where_the_holder_is_the_insured_the_change_is_made_there(app, browser, customer):
    browser.open(f"{LIST}/{held(app, customer)}")
    assert "被保険者と同じ" in browser.text
    [link] = browser.page.select("main a[href*='/change/of/']")
    assert link["href"].endswith("-insured/")


def test_607_says_everything(app, browser, customer):
    mine = held(app, customer, insurers="非幹事:見本海上火災保険:40;幹事:サンプル損害保険:60", premium=14400)
    browser.open(LIST).follow("契約確認")
    assert browser.number == 607
    assert browser.summary["保険期間"] == "2025年12月24日 午後4時から2026年12月24日 午後4時まで"
    assert browser.summary["年間保険料"] == "14,400円"
    assert browser.summary["取扱代理店"] == "駅前ほけん（03-0000-1111）"
    shares = [[cell.text for cell in row.select("th, td")] for row in browser.page.select("tbody tr")]
    assert shares == [["幹事保険会社", "サンプル損害保険", "60%"], ["非幹事保険会社", "見本海上火災保険", "40%"]]
    assert browser.url.endswith(f"/{mine}/confirmation")


@pytest.mark.parametrize("page", ["", "/confirmation"])
def test_603_and_607_say_what_is_insured_where_the_file_did(app, browser, customer, page):
    """Decision 39."""
    mine = held(app, customer, covers="建物:1,900万円;水災:補償しません")
    browser.open(f"{LIST}/{mine}{page}")
    said = [[cell.text for cell in row.select("dt, dd")] for row in browser.page.select(".covers > div")]
    assert said == [["建物", "1,900万円"], ["水災", "補償しません"]]
    untold = held(app, customer, number="C900000002")
    assert "補償内容" not in browser.open(f"{LIST}/{untold}{page}").text


def test_what_is_under_way_is_shown_wherever_the_contract_is(app, browser, customer):
    mine = held(app, customer)
    to_606(browser, mine)
    for path in (f"{LIST}/{mine}", f"{LIST}/{mine}/confirmation", "/okyakusama/changes"):
        text = browser.open(path).text
        assert "受付済" in text and "090-1234-5678" in text and "080-8765-4321" in text
        assert "この申し込みを取り下げる" in text


def test_610_is_for_portals_whose_customers_choose_their_ids(app, browser, customer):
    assert browser.open("/okyakusama/changes").number == 610
    assert browser.open("/okyakusama/changes").follow("ご住所・電話番号などの変更").number == 602
    browser.open("/keiyakusha/changes", 404)


@pytest.mark.parametrize("path", ["contracts", "changes", "history", "renewals"])
def test_they_are_for_customers(app, path):
    assert Browser(app.test_client()).open(f"/okyakusama/{path}").number == 102


def test_the_menu_asks_for_a_number_until_one_is_asked_for(app):
    """504, wording.md."""
    with app.app_context():
        _, mine = factories.held(app, "keiyakusha", holder_phone="")
    browser = Browser(app.test_client()).open("/keiyakusha/login")
    browser.send({"user_id": "KMA7482X", "password": factories.PASSWORD})
    assert "「変更」ボタンより登録をお願いします" in browser.text
    to_606(browser, mine, portal="keiyakusha")
    browser.open("/keiyakusha/home")
    assert "ボタンより登録を" not in browser.text and "電話番号の登録を受け付けています" in browser.text


def on_603(app, portal="keiyakusha", **different):
    """What 603 says beside the policyholder's telephone number, in which part; and all of its page."""
    with app.app_context():
        _, mine = factories.held(app, portal, **different)
    browser = Browser(app.test_client()).open(f"/{portal}/login")
    user_id = "KMA7482X" if portal == "keiyakusha" else "yoshino.t@example.jp"
    browser.send({"user_id": user_id, "password": factories.PASSWORD}).open(f"/{portal}/contracts/{mine}")
    assert browser.number == 603
    return browser, [(each.find_parent("section").h2.text, each.text) for each in browser.page.select(".row .note")]


@pytest.mark.parametrize(("same", "part"), [(True, "被保険者"), (False, "保険契約者")])
def test_603_says_that_nothing_has_to_be_done_about_a_number_that_can_verify(app, same, part):
    """000 (3) ③, in the part that holds the policyholder's number; the insured's own one verifies nobody."""
    _, [(where, said)] = on_603(app, insured_is_holder=same, insured_phone="050-1234-5678")
    assert where == part and said.strip() == (
        "本人認証に使えます。電話番号について、このあとのお手続きは必要ありません。画面下部の「戻る」を押してください。"
    )


@pytest.mark.parametrize(
    ("phone", "kind"),
    [
        ("050-1234-5678", "本人認証に使えません。050から始まる番号です。"),
        ("0120-000-111", "本人認証に使えません。通話料無料の番号（0120・0800）です。"),
        ("0570-012-345", "本人認証に使えません。0570から始まる番号です。"),
        ("", "電話番号の登録がありません。"),
    ],
)
def test_603_says_of_which_kind_a_number_is_that_cannot_verify_and_what_to_do(app, phone, kind):
    _, [(_, said)] = on_603(app, holder_phone=phone)
    assert kind in said
    assert "日本国内の固定電話か携帯電話（090・080・070・060）の登録が必要です" in said
    assert "「変更する」を押して、電話番号を登録してください" in said


@pytest.mark.parametrize("different", [{"online": False}, {"ends_on": date(2020, 1, 1)}])
def test_603_says_whom_to_call_where_the_number_cannot_be_changed_here(app, different):
    _, [(_, said)] = on_603(app, holder_phone="050-1234-5678", starts_on=date(2019, 1, 1), **different)
    assert "登録は、ヘルプデスク（03-0000-0000）で承ります" in said and "「変更する」" not in said


def test_603_says_that_a_number_is_asked_for_already(app):
    browser, _ = on_603(app, holder_phone="050-1234-5678")
    to_606(browser, 1, portal="keiyakusha").open("/keiyakusha/contracts/1")
    said = browser.page.select_one(".row .note").text
    assert "本人認証に使える電話番号への変更を受け付けています" in said and "登録が必要です" not in said


@pytest.mark.parametrize(
    ("open_to_it", "way"), [(True, "「変更する」を押して"), (False, "ヘルプデスク（03-0000-0000）へ")]
)
def test_a_number_that_is_about_to_be_given_up_is_not_enough(app, open_to_it, way):
    """One that was taken when more could verify: 603 and 504."""
    browser, _ = on_603(app, online=open_to_it)
    with app.app_context():
        factories.request(1, 1, {"holder_phone": ("090-1234-5678", "0212-21-2345")}, portal="keiyakusha")
    for told in (
        browser.open("/keiyakusha/contracts/1").page.select_one(".row .note").text,
        browser.open("/keiyakusha/home").page.select_one("#telephone + .note").text,
    ):
        assert "お手続きは必要ありません" not in told
        assert "ただし、変更を受け付けている電話番号は、本人認証に使えません。" in told
    assert way in browser.open("/keiyakusha/contracts/1").page.select_one(".row .note").text


def test_603_asks_for_no_number_where_another_contract_has_one(app):
    browser, _ = on_603(app, holder_phone="050-1234-5678")
    with app.app_context():
        factories.hold(1, factories.contract(portal="keiyakusha", number="H900000009").id)
    said = browser.open("/keiyakusha/contracts/1").page.select_one(".row .note").text
    assert "ほかのご契約に登録されています" in said and "登録が必要です" not in said


@pytest.mark.parametrize("phone", ["080-1111-2222", "050-1111-2222", ""])
def test_603_of_an_ended_contract_says_nothing_of_a_number_that_counts_no_more(app, phone):
    browser, _ = on_603(app)
    with app.app_context():
        past = {"starts_on": date(2019, 1, 1), "ends_on": date(2020, 1, 1), "holder_phone": phone}
        ended = factories.contract(portal="keiyakusha", number="H900000009", **past).id
        factories.hold(1, ended)
    assert "本人認証" not in browser.open(f"/keiyakusha/contracts/{ended}").text


def test_603_says_nothing_of_it_where_no_call_is_asked_for(app):
    browser, notes = on_603(app, "okyakusama", holder_phone="050-1234-5678")
    assert notes == [] and "本人認証" not in browser.text


@pytest.mark.parametrize(
    "page", ["home", "contracts", "contracts?which=now", "contracts?which=past", "renewals", "cancellations"]
)
def test_a_list_is_found_by_what_is_held_however_many_contracts_there_are(app, browser, customer, page):
    """SQLite would count by way of all contracts of the portal."""
    held(app, customer)
    sent = []

    def note(connection, cursor, statement, parameters, context, many):
        sent.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    browser.open(f"/okyakusama/{page}")
    if page.startswith("contracts?"):
        browser.send({"word": "清水"}, button="検索")
    event.remove(Engine, "before_cursor_execute", note)
    lists = [each for each in sent if "JOIN holdings" in each[0]]
    with app.app_context(), read() as session:
        plans = [
            session.connection().exec_driver_sql(f"explain query plan {each}", given).all() for each, given in lists
        ]
    assert plans
    for plan in plans:
        steps = [row.detail for row in plan]
        assert any(step.startswith("SEARCH holdings USING") for step in steps)
        of_contracts = [step for step in steps if " contracts " in step]
        assert all(step.split(" USING ")[1].startswith("INTEGER PRIMARY KEY") for step in of_contracts)


def test_two_portals_show_their_own(app, browser, customer):
    with app.app_context():
        made = factories.contract(portal="keiyakusha", number="H900000001").id
        factories.hold(customer, made)
    assert "H900000001" not in browser.open(LIST).text
    browser.open(f"{LIST}/{made}", 404)
