"""How do pictures get to the person in charge from a phone's screen, over a connection that is slow or breaks? 801 to
806, in a real Chromium."""

import io
import random
from contextlib import contextmanager

import cable
import pillow_heif
import pytest
import zxingcpp
from chromium import PATIENCE, PC, PHONE
from factories import PASSWORD
from PIL import ExifTags, Image
from playwright.sync_api import expect
from serving import until

# As pictures_site has it.
MANY, MEGABYTES = 4, 1
# Bytes a second.
SLOW = 150_000
SENT = "画像の送信が完了しました"
LISTENS = """() => {
  const said = document.querySelector("[data-spoken]");
  window.heard = [];
  new MutationObserver(() => heard.push(said.textContent)).observe(said, { childList: true });
}"""

BESIDE, BELOW = [".pic__img", ".pic__no", ".pic__name"], [".pic__doubt", ".field", ".in", ".pic__acts"]


def picture(name, form="JPEG", size=(640, 480), seed=0, **how):
    """A file as Playwright puts it into a box: of noise, so that it can't be made small."""
    pixels = random.Random(f"{name} {seed}").randbytes(size[0] * size[1] * 3)
    written = io.BytesIO()
    Image.frombytes("RGB", size, pixels).save(written, form, **how)
    return {"name": name, "mimeType": f"image/{form.lower()}", "buffer": written.getvalue()}


def heic(name):
    pillow_heif.register_heif_opener()
    return picture(name, "HEIF", (320, 240))


def large(name, turned=1):
    """Some 700,000 bytes; `turned` as cameras say it."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = turned
    made = picture(name, size=(800, 600), quality=95, exif=exif)
    assert 500_000 < len(made["buffer"]) < MEGABYTES * 2**20
    return made


NO_PICTURE = {"name": "書類.jpg", "mimeType": "image/jpeg", "buffer": b"only words"}
EMPTY = {"name": "空.jpg", "mimeType": "image/jpeg", "buffer": b""}


@pytest.fixture
def at_803(visitor, pictures_site, address):
    """Makes devices of a customer who has an accident, each at 803."""
    pictures_site.accident(pictures_site.held(address, "okyakusama"))

    def make(at=pictures_site, **device):
        someone = visitor(at, **{"size": PHONE, **device}).open("/okyakusama/login")
        someone.send({"user_id": address, "password": PASSWORD}, "ログイン")
        someone.press("事故担当者へ事故の画像を送る").press("画像を登録する")
        assert someone.number == 803
        return someone

    return make


def choose(someone, *files):
    someone.page.locator("#files").set_input_files(list(files))


def rows(someone):
    """Files on their way, or turned away."""
    return someone.page.locator("[data-rows] > li")


def names(someone):
    return sorted(in_order(someone))


def in_order(someone):
    return [told.partition("\n")[0] for told in someone.page.locator("[data-pictures] .pic__name").all_inner_texts()]


def caption(someone, number):
    return someone.page.locator("[data-pictures] .in").nth(number - 1)


def is_ready(someone, count):
    """Until so many pictures are in the list, all of them read, and nothing is on its way."""
    expect(someone.page.locator("[data-pictures] img")).to_have_count(count, timeout=PATIENCE * 1000)
    expect(someone.page.locator("[data-pictures] > li")).to_have_count(count)
    expect(someone.page.locator("[data-rows] progress:visible")).to_have_count(0)
    until(lambda: someone.page.evaluate("[...document.images].every((image) => image.complete && image.naturalWidth)"))


def is_on_its_way(someone):
    """Until a part of the first file is sent."""
    until(lambda: 0.1 < rows(someone).first.locator("progress").evaluate("(bar) => bar.value") < 1)


def files_posted(someone):
    return [path for path in someone.posts if path.endswith("/files")]


def forgive(someone, *words):
    """What was answered with a refusal on purpose, each once."""
    for word in words:
        found = [each for each in someone.troubles if word in each]
        assert found, (word, someone.troubles)
        someone.troubles.remove(found[0])


@contextmanager
def slow(someone):
    """Within, the connection is slow; then it is as fast as ever."""
    wire = someone.context.new_cdp_session(someone.page)

    def be(upload):
        conditions = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": upload}
        wire.send("Network.emulateNetworkConditions", conditions)

    wire.send("Network.enable")
    be(SLOW)
    yield
    be(-1)
    wire.detach()


def test_what_is_chosen_is_sent_and_what_is_no_picture_is_named(at_803):
    someone = at_803()
    someone.page.evaluate(LISTENS)
    choose(someone, picture("前.jpg"), picture("横.png", "PNG"), heic("後.heic"), NO_PICTURE)
    is_ready(someone, 3)
    assert names(someone) == ["前.jpg", "後.heic", "横.png"]
    assert len(files_posted(someone)) == 4
    expect(rows(someone)).to_have_count(1)
    expect(rows(someone)).to_contain_text("「書類.jpg」は写真として読み取れませんでした。")
    count = "3枚を登録しています（4枚まで）。"
    assert count in someone.text
    told = "書類.jpg：「書類.jpg」は写真として読み取れませんでした。JPEG、PNG、WebP、HEIC形式の写真を選択してください。"
    heard = someone.page.evaluate("heard")
    assert heard[:2] == ["4枚の写真を送っています。", "4枚の写真を送りました。"]
    assert "".join(sorted(heard[2:])) == count + told
    assert someone.page.locator("#files").evaluate("(box) => box.files.length") == 0
    assert someone.page.locator("[data-put]").is_hidden()
    someone.arrived()
    someone.press("次へ")
    assert (someone.number, someone.page.locator("main img").count()) == (804, 3)
    someone.press("送信する")
    assert (someone.number, someone.heading) == (805, SENT)


def test_an_empty_file_is_refused_beside_its_name_and_can_be_put_away(at_803):
    someone = at_803()
    choose(someone, picture("前.jpg"), EMPTY)
    is_ready(someone, 1)
    expect(rows(someone)).to_contain_text("「空.jpg」は中身が空")
    expect(someone.page.locator("#refused")).to_have_count(0)
    forgive(someone, "422")
    choose(someone, picture("横.jpg"), NO_PICTURE)
    is_ready(someone, 2)
    expect(rows(someone)).to_have_count(2)
    expect(someone.page.locator("#refused")).to_have_count(0)
    with someone.page.expect_response(lambda answer: answer.request.method == "POST"):
        rows(someone).first.get_by_role("button", name="閉じる").click()
    expect(rows(someone)).to_have_count(1)
    someone.page.reload()
    told = someone.arrived().page.locator("#refused")
    assert "「書類.jpg」は写真として" in told.inner_text() and "空.jpg" not in told.inner_text()


def test_a_slow_connection_shows_how_far_each_is_and_the_way_on_waits(at_803):
    someone = at_803()
    with slow(someone):
        choose(someone, large("前.jpg", turned=6), large("横.jpg"))
        first = rows(someone).first
        expect(first.locator("canvas")).to_be_visible()
        assert first.locator("canvas").evaluate("({ width, height }) => [width, height]") == [320, 427]
        is_on_its_way(someone)
        assert first.locator("progress").get_attribute("aria-label") == "前.jpgの送信状況"
        expect(someone.page.locator("#up-all")).to_have_text("2枚中0枚を送りました。")
        someone.arrived()
        someone.page.get_by_role("button", name="次へ").click()
        expect(someone.page.locator("[data-hold]")).to_contain_text("画像を送っています。終わると次へ進みます。")
        assert someone.number == 803
    someone.page.wait_for_url("**/confirm")
    assert (someone.arrived().number, someone.page.locator("main img").count()) == (804, 2)


def test_who_presses_next_twice_stays(at_803):
    someone = at_803()
    with slow(someone):
        choose(someone, large("前.jpg"))
        for _ in range(2):
            someone.page.get_by_role("button", name="次へ").click()
        expect(someone.page.locator("[data-hold]")).to_be_empty()
    is_ready(someone, 1)
    assert someone.number == 803


def test_where_one_is_refused_meanwhile_the_page_stays(at_803):
    someone = at_803()
    with slow(someone):
        choose(someone, large("前.jpg"), {**NO_PICTURE, "buffer": b"only words" * 60_000})
        someone.page.get_by_role("button", name="次へ").click()
        expect(someone.page.locator("[data-hold]")).not_to_be_empty()
    is_ready(someone, 1)
    expect(rows(someone)).to_contain_text("「書類.jpg」は写真として読み取れませんでした。")
    expect(someone.page.locator("[data-hold]")).to_be_empty()
    assert someone.number == 803


def test_what_is_broken_off_is_sent_again_and_there_once(at_803, pictures_site):
    with cable.laid(pictures_site.address) as laid:
        someone = at_803(at=laid)
        with slow(someone):
            choose(someone, large("前.jpg"))
            is_on_its_way(someone)
            laid.unplug()
            expect(rows(someone)).to_contain_text("通信が途切れました。")
            laid.plug()
        is_ready(someone, 1)
        assert len(files_posted(someone)) > 1
        assert names(someone) == ["前.jpg"]


def test_what_came_and_was_not_answered_is_there_once(at_803):
    someone, lost = at_803(), []

    def lose(route):
        lost.append(route.fetch().status)
        route.abort()

    someone.page.route("**/files*", lose, times=1)
    choose(someone, picture("前.jpg"))
    expect(rows(someone)).to_contain_text("通信が途切れました。")
    is_ready(someone, 1)
    assert (lost, len(files_posted(someone))) == ([200], 2)


def test_what_never_gets_through_can_be_sent_again_by_hand(at_803):
    someone = at_803()
    someone.page.clock.install()
    someone.page.route("**/files*", lambda route: route.abort())
    said = rows(someone).locator(".up__said")

    def give_up(posted):
        for attempt, seconds in enumerate((2, 5, 15), 1):
            # Only what asks the browser hears what it did.
            until(lambda: rows(someone).count() and len(files_posted(someone)) >= posted + 2 * attempt)  # noqa: B023
            expect(said).to_contain_text(["通信が途切れました。"] * 2)
            someone.page.clock.run_for(seconds * 1000)
        expect(said).to_contain_text(["通信できなかったため、送信できませんでした。"] * 2)
        assert len(files_posted(someone)) == posted + 8

    choose(someone, picture("前.jpg"), picture("横.jpg"))
    give_up(0)
    someone.page.get_by_role("button", name="すべてもう一度送る").click()
    assert someone.page.evaluate("document.activeElement.id") == "up-rows"
    give_up(8)
    someone.page.get_by_role("button", name="次へ").click()
    expect(someone.page.locator("[data-hold]")).to_contain_text("送信できていない写真があります。")
    someone.page.get_by_role("link", name="送信できていない写真").click()
    assert someone.page.evaluate("document.activeElement.id") == "up-rows"
    someone.page.unroute("**/files*")
    someone.page.clock.resume()
    rows(someone).first.get_by_role("button", name="もう一度送る").click()
    expect(someone.page.locator("[data-again-all]")).to_be_hidden()
    rows(someone).last.get_by_role("button", name="もう一度送る").click()
    is_ready(someone, 2)
    expect(someone.page.locator("[data-hold]")).to_be_empty()
    assert someone.number == 803


def test_what_is_cancelled_does_not_come(at_803):
    someone = at_803()
    with slow(someone):
        choose(someone, large("前.jpg"), large("横.jpg"))
        rows(someone).first.get_by_role("button", name="中止する").click()
        expect(rows(someone)).to_have_count(1)
        assert someone.focused["name"] == "files"
    expect(someone.page.locator("[data-all]")).to_be_hidden(timeout=PATIENCE * 1000)
    is_ready(someone, 1)
    assert names(someone) == ["横.jpg"]


@pytest.mark.whole_browser
def test_reload_back_and_forward_lose_nothing_and_double_nothing(at_803):
    someone = at_803()
    choose(someone, picture("前.jpg"), picture("横.jpg"), picture("後.jpg"))
    is_ready(someone, 3)
    someone.page.locator("input[id^=caption]").first.fill("へこみ")
    assert someone.page.url.endswith("/images")
    assert someone.press("次へ").number == 804

    def all_there():
        is_ready(someone, 3)
        assert someone.page.locator("input[id^=caption]").first.input_value() == "へこみ"

    assert someone.back().number == 803
    all_there()
    someone.page.reload()
    all_there()
    assert someone.forward().number == 804
    assert someone.back().number == 803
    all_there()
    someone.back().back()
    someone.forward()
    assert someone.forward().number == 803
    all_there()
    assert len(files_posted(someone)) == 3


def test_what_is_too_large_or_too_many_is_not_even_sent(at_803):
    someone = at_803()
    choose(someone, {**EMPTY, "name": "大.jpg", "buffer": bytes(MEGABYTES * 2**20 + 1)})
    expect(rows(someone)).to_contain_text("「大.jpg」は1.1MBあります。1枚1MBまでの写真を選択してください。")
    choose(someone, picture("0.jpg"))
    is_ready(someone, 1)
    choose(someone, *(picture(f"{number}.jpg") for number in range(1, MANY + 1)))
    is_ready(someone, MANY)
    told = someone.page.locator("[data-told]")
    expect(told).to_have_text("写真は4枚まで選択できます。「4.jpg」は登録していません。")
    choose(someone, *(picture(f"{number}.jpg") for number in range(MANY)), picture("9.jpg"))
    expect(told).to_have_text(
        "写真は4枚まで選択できます。「0.jpg」「1.jpg」「2.jpg」「3.jpg」「9.jpg」は登録していません。"
    )
    assert len(files_posted(someone)) == MANY


def test_what_is_there_already_takes_no_room(at_803):
    someone, first = at_803(), [picture("0.jpg"), picture("1.jpg")]
    choose(someone, *first)
    is_ready(someone, 2)
    choose(someone, *first, picture("2.jpg"), picture("3.jpg"))
    is_ready(someone, MANY)
    assert names(someone) == ["0.jpg", "1.jpg", "2.jpg", "3.jpg"]


def test_what_is_typed_and_arranged_meanwhile_stays(at_803):
    """A caption, and where one is in it, while the list changes; and a picture is taken away while another is sent."""
    someone = at_803()
    choose(someone, picture("前.jpg"))
    is_ready(someone, 1)
    typed = caption(someone, 1)
    typed.press_sequentially("へこみが")
    assert someone.page.get_by_role("button", name="後ろへ").count() == 0
    choose(someone, picture("横.jpg"))
    is_ready(someone, 2)
    assert (typed.input_value(), someone.focused["name"]) == ("へこみが", typed.get_attribute("name"))
    expect(someone.page.get_by_role("button", name="後ろへ （1枚目を1つ後ろに移す）")).to_be_visible()
    someone.page.evaluate(LISTENS)
    with slow(someone):
        choose(someone, large("後.jpg"))
        someone.page.locator("[data-pictures] > li").last.get_by_role("button", name="削除する").click()
        expect(someone.page.locator("[data-pictures] > li")).to_have_count(1)
        expect(rows(someone)).to_have_count(1)
    is_ready(someone, 2)
    assert names(someone) == ["前.jpg", "後.jpg"]
    assert typed.input_value() == "へこみが"
    assert "「横.jpg」を削除しました。" in someone.page.evaluate("heard")


def test_that_nothing_was_chosen_is_told_until_a_picture_is_taken(at_803):
    someone = at_803()
    someone.page.get_by_role("button", name="次へ").click()
    box, field = someone.page.locator("#files"), someone.page.locator("[data-drop]")
    expect(someone.page.locator("#errors")).to_be_focused()
    assert someone.page.title().startswith("エラー：")
    expect(field).to_have_class("field field--wrong")
    choose(someone, EMPTY)
    expect(rows(someone)).to_contain_text("「空.jpg」は中身が空")
    forgive(someone, "422")
    expect(someone.page.locator("#errors, #files-error")).to_have_count(2)
    choose(someone, picture("前.jpg"))
    is_ready(someone, 1)
    expect(someone.page.locator("#errors, #files-error")).to_have_count(0)
    expect(field).to_have_class("field")
    assert (box.get_attribute("aria-invalid"), box.get_attribute("aria-describedby")) == (None, "files-hint")
    assert someone.page.title().startswith("画像の登録")
    assert someone.focused["name"] == "files"


def test_a_button_in_place_of_the_box_opens_it_and_shows_where_one_is(at_803):
    someone = at_803()
    button = someone.page.locator("[data-pick]")
    expect(button).to_have_text("写真を選ぶ・撮影する")
    assert someone.page.locator("#files").bounding_box()["width"] <= 1
    with someone.page.expect_file_chooser() as chooser:
        button.click()
    chooser.value.set_files([picture("前.jpg")])
    is_ready(someone, 1)
    expect(button).to_have_text("写真を追加する")
    someone.page.keyboard.press("Tab")
    ring = "(button) => getComputedStyle(button).outlineStyle"
    assert button.evaluate(ring) == "none"
    someone.page.keyboard.press("Shift+Tab")
    assert (someone.focused["name"], button.evaluate(ring)) == ("files", "solid")


def test_the_return_key_goes_from_caption_to_caption_and_a_moved_picture_is_not_lost(at_803):
    someone = at_803()
    choose(someone, picture("前.jpg"), picture("横.jpg"))
    is_ready(someone, 2)
    posted = len(someone.posts)
    caption(someone, 1).press("Enter")
    expect(caption(someone, 2)).to_be_focused()
    caption(someone, 2).press("Enter")
    expect(caption(someone, 2)).to_be_focused()
    assert len(someone.posts) == posted
    moved = someone.page.locator("[data-pictures] > li").first.get_attribute("id")
    someone.press("後ろへ")
    expect(someone.page.locator(f"#{moved}")).to_be_focused()
    assert in_order(someone) == ["横.jpg", "前.jpg"]
    with slow(someone):
        choose(someone, large("後.jpg"))
        someone.page.get_by_role("button", name="前へ （2枚目を1つ前に移す）").click()
        expect(someone.page.locator(f"#{moved}")).to_be_focused()
    is_ready(someone, 3)
    assert in_order(someone) == ["前.jpg", "横.jpg", "後.jpg"]


def test_on_a_telephone_only_the_name_stands_beside_the_picture(at_803):
    someone = at_803()
    choose(someone, picture("前.jpg"))
    is_ready(someone, 1)
    where = {part: someone.page.locator(f"[data-pictures] {part}").bounding_box() for part in BESIDE + BELOW}
    image = where[".pic__img"]
    assert all(where[part]["x"] > image["x"] + image["width"] for part in BESIDE[1:])
    assert all(where[part]["y"] < image["y"] + image["height"] for part in BESIDE[1:])
    assert all(where[part]["x"] == image["x"] for part in BELOW)
    assert all(where[part]["y"] >= image["y"] + image["height"] for part in BELOW)
    assert where[".in"]["width"] > PHONE[0] * 0.7
    someone.arrived().press("次へ")
    assert someone.page.locator(".pic__doubt").inner_text() == "細かい部分が見えにくいようです。"


def test_what_is_found_when_a_picture_is_read_comes_to_its_row(at_803, pictures_site):
    """Its date, what may be wrong with it and how it looks, though its row was there before."""
    someone, exif = at_803(), Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:11:20 09:05:00"
    row = someone.page.locator("[data-pictures] > li")
    with pictures_site.nothing_read():
        choose(someone, picture("前.jpg", exif=exif))
        expect(row.locator(".pic__img--none")).to_have_text("確認中")
        row.evaluate("(row) => (row.isTheFirst = true)")
    is_ready(someone, 1)
    assert row.evaluate("(row) => row.isTheFirst")
    expect(row.locator(".pic__name")).to_contain_text("撮影 2026年11月20日 09:05")
    expect(row.locator(".pic__doubt")).to_contain_text("細かい部分が見えにくいようです。")


def test_a_caption_that_two_windows_have_typed_keeps_both(at_803):
    someone = at_803()
    choose(someone, picture("前.jpg"), picture("横.jpg"))
    is_ready(someone, 2)
    caption(someone, 1).fill("へこみ")
    other = someone.context.new_page()
    other.goto(someone.page.url)
    for number, words in enumerate(("きず", "横から")):
        other.locator("[data-pictures] .in").nth(number).fill(words)
    other.get_by_role("button", name="次へ").click()
    other.wait_for_url("**/confirm")
    other.close()
    choose(someone, picture("後.jpg"))
    is_ready(someone, 3)
    assert [caption(someone, number).input_value() for number in (1, 2)] == ["へこみ", "横から"]
    someone.press("次へ")
    assert "へこみ" in someone.text and "きず" in someone.text


def test_who_leaves_while_pictures_are_sent_is_asked(at_803):
    someone, asked = at_803(), []
    someone.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    with slow(someone):
        choose(someone, large("前.jpg"))
        someone.page.get_by_role("link", name="事故一覧に戻る").click()
        expect(rows(someone)).to_have_count(1)
    is_ready(someone, 1)
    assert (asked, someone.number) == (["beforeunload"], 803)
    assert someone.press("事故一覧に戻る").number == 802
    assert asked == ["beforeunload"]


def test_what_is_chosen_after_the_login_ended_waits_for_the_next(at_803, pictures_site, address):
    someone = at_803()
    choose(someone, picture("前.jpg"))
    is_ready(someone, 1)
    pictures_site.idle()
    choose(someone, picture("横.jpg"))
    expect(rows(someone)).to_contain_text("もう一度ログインしてください。")
    forgive(someone, "403")
    with someone.led_on():
        rows(someone).get_by_role("link", name="ログインする").click()
    someone.arrived().press("ログインする").send({"user_id": address, "password": PASSWORD}, "ログイン")
    assert someone.number == 803
    is_ready(someone, 2)


DROP = """([kind, files]) => {
  const dataTransfer = new DataTransfer();
  for (const { name, mimeType, bytes } of files)
    dataTransfer.items.add(new File([Uint8Array.from(bytes)], name, { type: mimeType }));
  const given = kind === "paste" ? { clipboardData: dataTransfer } : { dataTransfer };
  const Kind = kind === "paste" ? ClipboardEvent : DragEvent;
  return document.querySelector("main").dispatchEvent(new Kind(kind, { ...given, bubbles: true, cancelable: true }));
}"""


def test_what_is_dropped_or_pasted_is_taken_too(at_803):
    someone = at_803(size=PC)
    given = [{**each, "bytes": list(each.pop("buffer"))} for each in (picture("前.png", "PNG", (9, 9)),)]
    field = someone.page.locator("[data-drop]")
    assert not someone.page.evaluate(DROP, ["dragover", given])
    expect(field).to_have_class("field is-over")
    assert not someone.page.evaluate(DROP, ["drop", given])
    expect(field).to_have_class("field")
    is_ready(someone, 1)
    other = picture("横.png", "PNG", (9, 9))
    someone.page.evaluate(DROP, ["paste", [{**other, "bytes": list(other.pop("buffer"))}]])
    is_ready(someone, 2)


def test_a_telephone_fills_the_list_of_the_pc_by_the_qr_code(at_803, visitor, pictures_site):
    pc = at_803(size=PC)
    pc.press("QRコードを表示する")
    seen = Image.open(io.BytesIO(pc.page.locator(".phone__qr svg").screenshot()))
    phone = visitor(pictures_site, size=PHONE).open(zxingcpp.read_barcodes(seen)[0].text)
    assert phone.number == 806
    phone.page.locator("main button.btn--p").click()
    phone.page.wait_for_url("**/camera/*")
    expect(pc.page.locator("[data-phone-section]")).to_contain_text("スマートフォンとつながっています。")
    # The second is there before the first.
    with slow(phone):
        choose(phone, large("前.jpg"), picture("横.jpg", size=(64, 48)))
        expect(rows(phone).last.locator(".up__said")).to_have_text("送りました。パソコンの画面で確認しています。")
        expect(rows(phone).first.locator(".up__said")).to_have_text("送信しています。")
    expect(rows(phone).locator(".up__said")).to_have_text(["送りました。パソコンの画面で確認しています。"] * 2)
    expect(phone.page.locator("[data-sent]")).to_have_text("このスマートフォンから2枚を送りました。")
    phone.arrived()
    is_ready(pc, 2)
    assert in_order(pc) == ["前.jpg", "横.jpg"]
    assert pc.press("次へ").number == 804


def test_all_of_it_without_a_program(at_803):
    someone = at_803(javascript=False)
    box, button = (someone.page.locator(what).bounding_box() for what in ("#files", "[data-put]"))
    assert box["height"] >= 44 and button["y"] >= box["y"] + box["height"] + 8
    expect(someone.page.locator("[data-pick]")).to_be_hidden()
    choose(someone, picture("前.jpg"), picture("横.jpg"), NO_PICTURE)
    someone.press("選択した写真を登録する")
    assert names(someone) == ["前.jpg", "横.jpg"]
    assert "「書類.jpg」は写真として読み取れませんでした。" in someone.page.locator("#refused").inner_text()
    someone.page.locator("input[id^=caption]").first.fill("へこみ")
    someone.press("次へ")
    assert someone.number == 804 and "へこみ" in someone.text
    assert someone.press("送信する").heading == SENT
