"""Is an address taken as customers and their browsers give it, and questioned only where it must be?"""

import csv
from datetime import date
from pathlib import Path

import factories
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ways import log_in, to_604, to_605
from werkzeug.datastructures import MultiDict

from forms.change import ChangeForm, ContractPart, Data, boxes_of
from forms.kit import validators
from forms.kit.address import FOUND, FOUND_WHOLE, NO_CODE, NOT_FOUND, Address, Location
from forms.kit.step import FormContext, StepForm
from infra.database import write
from rules.japanese.post.place import Place, placed

DEMO = Path(__file__).parents[3] / "ops" / "demo_data"
TODAY = date(2026, 11, 24)
WHOLE = {"code": "100-0005", "prefecture": "東京都", "town": "千代田区丸の内", "street": "1-1-1", "building": ""}


class Form(StepForm):
    address = Address("連絡先住所", [validators.address_form], required=False)
    place = Location("所在地", [validators.address_form], required=False)


def filled(name="address", **boxes):
    typed = {f"{name}-{part}": value for part, value in boxes.items()}
    return Form(MultiDict(typed), FormContext(None, TODAY))


def told(**boxes):
    """What is told of an address, and how it reads then."""
    form = filled(**boxes)
    form.validate()
    return form.errors.get("address", [""])[0], form["address"].shown


def looked_up(**boxes):
    """The question behind a press of the button, and what is said: of the page, or beside the box."""
    form = filled(**boxes)
    said = form["address"].fill_in()
    question = Form(MultiDict(form.to_draft()), FormContext(None, TODAY))["address"]
    assert question.told == form["address"].told and bool(question.told) != bool(said)
    return question, said or question.told


@pytest.mark.parametrize("file", ["contracts-okyakusama.csv", "contracts-keiyakusha.csv"])
def test_every_address_of_a_contract_comes_back_as_it_is(file):
    """Spread over the boxes and put together again."""
    with (DEMO / file).open(encoding="utf-8", newline="") as rows:
        found = {(row["契約者郵便番号"], row["契約者住所"]) for row in csv.DictReader(rows)}
    assert len(found) > 50
    for code, line in found:
        place = placed(code, line)
        form = filled(**{name: value for name, value in place._asdict().items() if name != "told"})
        assert form.validate(), form.errors
        assert form.answers["address"].line == line
        assert place.prefecture and place.town and place.street


@pytest.mark.parametrize(
    "boxes",
    [
        WHOLE,
        {**WHOLE, "prefecture": "東京"},
        {**WHOLE, "prefecture": "", "town": "東京都千代田区丸の内"},
        {**WHOLE, "prefecture": "東京都", "town": "東京都千代田区丸の内"},
        {**WHOLE, "prefecture": "東京都千代田区丸の内", "town": ""},
        {**WHOLE, "prefecture": "", "town": "千代田区丸の内"},
        {**WHOLE, "prefecture": "", "town": "", "street": "東京都千代田区丸の内1-1-1"},
        {**WHOLE, "town": "", "street": "千代田区丸の内1-1-1"},
        {**WHOLE, "town": "千代田区", "street": "丸の内1-1-1"},
        {**WHOLE, "town": "千代田区丸の内1-1-1", "street": ""},
        {**WHOLE, "town": "千代田区　丸の内"},
        {**WHOLE, "prefecture": "東京都千代田区丸の内1-1-1", "town": "", "street": ""},
        {**WHOLE, "street": "丸の内1-1-1"},
        {**WHOLE, "street": "東京都千代田区丸の内1-1-1"},
        {**WHOLE, "prefecture": "東京都千代田区"},
        {**WHOLE, "prefecture": "", "town": "東京千代田区丸の内"},
        {**WHOLE, "building": "なし"},
        {**WHOLE, "building": "－"},
    ],
)
def test_whatever_stands_in_which_box_it_is_the_address(boxes):
    """As people type, and as browsers fill what they know of an address in Japan, often without a municipality."""
    assert told(**boxes) == ("", "〒100-0005 東京都千代田区丸の内1-1-1")


def test_a_building_behind_a_whole_address_is_one():
    place = filled(code="100-0005", prefecture="東京都", street="千代田区丸の内1-1-1 見本ビル203").answers["address"]
    assert place == Place("1000005", "東京都", "千代田区丸の内", "1-1-1", "見本ビル203")


@pytest.mark.parametrize(
    ("boxes", "message"),
    [
        ({**WHOLE, "prefecture": "", "code": "", "town": "府中市"}, "「郵便番号」を"),
        (
            {**WHOLE, "prefecture": "", "town": "見本町", "code": "618-0000"},
            "連絡先住所の「都道府県」を入力してください。",
        ),
        ({**WHOLE, "prefecture": "Tokyo"}, "47都道府県の名称で入力してください。"),
        ({**WHOLE, "prefecture": "大阪府", "town": "東京都千代田区"}, "異なる都道府県が入力されています。"),
        ({**WHOLE, "town": "〓〓県千代田区"}, "異なる都道府県が入力されています。"),
        ({**WHOLE, "prefecture": "大阪府", "town": "東京千代田区"}, "異なる都道府県が入力されています。"),
        ({**WHOLE, "town": "", "street": "千代田区"}, "「市区町村・町名」を"),
        ({**WHOLE, "town": "千代田区丸の内", "street": "千代田区丸の内"}, "「番地」を"),
        ({**WHOLE, "prefecture": "", "town": "〓〓県千代田区"}, "「都道府県」を"),
        ({**WHOLE, "prefecture": "", "town": "ﾁﾖﾀﾞｸﾏﾙﾉｳﾁ"}, "「都道府県」を"),
        ({**WHOLE, "street": "千代田区大手町1-1"}, "異なる住所「千代田区大手町1-1」が、ほかの欄に"),
        ({**WHOLE, "prefecture": "東京都千代田区", "town": "港区赤坂"}, "異なる住所「港区赤坂」が、ほかの欄に"),
        ({**WHOLE, "street": "ー"}, "番地を数字や文字で入力してください。"),
        ({**WHOLE, "street": "－"}, "番地を数字や文字で入力してください。"),
        ({**WHOLE, "building": "・203"}, "「・」から始めることはできません。"),
        ({**WHOLE, "town": "どこか1-1-1", "street": ""}, "「番地」を"),
    ],
)
def test_what_is_asked_for(boxes, message):
    assert message in told(**boxes)[0]


@pytest.mark.parametrize("building", ["#203", "＃203", "(仮)見本ビル", "（仮）見本ビル"])
def test_a_room_may_begin_with_its_mark(building):
    assert told(**{**WHOLE, "building": building}) == ("", f"〒100-0005 東京都千代田区丸の内1-1-1 {building}")


@pytest.mark.parametrize("part", ["town", "street"])
def test_a_lot_in_hokkaido_may_end_with_its_block(part):
    """By autofill it lands where the lot is asked, and people type it where the town is."""
    boxes = {"code": "060-0001", "prefecture": "北海道", "town": "", "street": ""}
    line = "北海道札幌市中央区北1条西2丁目"
    assert told(**{**boxes, part: "札幌市中央区北1条西2丁目"}) == ("", f"〒060-0001 {line}")


@pytest.mark.parametrize("name", ["address", "place"])
def test_a_prefecture_that_has_no_such_municipality_is_questioned_once(name):
    """Also where the code agrees with it, or none is given."""
    code = {"address": "530-0001", "place": ""}[name]
    boxes = {"code": code, "prefecture": "大阪府", "town": "千代田区丸の内", "street": "1"}
    form = filled(name, **boxes)
    assert not form.validate()
    assert "の市区町村は東京都にあります。" in form.errors[name][0]
    [(_, agreed)] = form[name].hidden
    assert filled(name, **boxes, agreed=agreed).validate()
    for good in ({"prefecture": "東京都"}, {"town": "どこか市見本"}):
        assert filled("place", **{**boxes, "code": "", **good}).validate()


def test_the_prefecture_of_a_town_that_is_one_alone_is_filled_in():
    place = filled("place", town="新城市井道", street="1").answers["place"]
    assert (place.line, place.told, place.as_typed.line) == ("愛知県新城市井道1", True, "新城市井道1")


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("6180000", ["京都府乙訓郡大山崎町", "大阪府三島郡島本町"]),
        ("4411324", ["愛知県新城市井道", "愛知県新城市奥井道", "愛知県新城市内井道"]),
    ],
)
def test_of_several_places_one_is_chosen(code, lines):
    question, said = looked_up(**{**WHOLE, "code": code})
    assert said == f"この郵便番号の住所が{len(lines)}件あります。選択してください。"
    assert [option.label for option in question.options] == lines
    assert question.data.street == ""
    for line in lines:
        form = filled(**{**question.typed, "street": "7-8", "listed": question.listed, "choice": line})
        assert form.validate(), form.errors
        assert form.answers["address"].line == f"{line}7-8"
        assert form["address"].options == [] and form["address"].typed["town"] in line
        again, said = looked_up(**{**question.typed, "listed": question.listed, "choice": line})
        assert (again.data.line, again.options, said) == (line, [], FOUND)


def test_without_a_choice_that_is_filled_which_all_have_in_common():
    question, _ = looked_up(**{**WHOLE, "code": "4411324"})
    assert (question.data.prefecture, question.data.town) == ("愛知県", "新城市")
    empty, _ = looked_up(**{**WHOLE, "code": "6180000"})
    assert (empty.data.prefecture, empty.data.town) == ("", "")
    form = filled(**{**empty.typed, "street": "1", "listed": empty.listed})
    assert not form.validate()
    assert form.errors["address"] == ["連絡先住所の候補から選択するか、「都道府県」を入力してください。"]
    assert len(form["address"].options) == 2


def test_a_town_is_to_be_chosen_while_places_stand_to_choose_from():
    """Unless one is typed."""
    listed, _ = looked_up(code="441-1324")
    boxes = {**listed.typed, "street": "12-3", "listed": listed.listed}
    message = "連絡先住所の候補から選択するか、「市区町村・町名」に町名まで入力してください。"
    for town in ("新城市", "新城", "愛知県新城市"):
        form = filled(**{**boxes, "town": town})
        assert form.validate() == (town == "新城"), town
    form = filled(**boxes)
    assert not form.validate() and form.errors["address"] == [message] and len(form["address"].options) == 3
    for town, line in (("新城市見本町", "愛知県新城市見本町12-3"), ("新城市字井道", "愛知県新城市字井道12-3")):
        assert told(**{**boxes, "town": town}) == ("", f"〒441-1324 {line}")
    assert told(**{**boxes, "street": "井道12-3"}) == ("", "〒441-1324 愛知県新城市井道12-3")


@pytest.mark.parametrize("town", ["新城市奥井道字見本", "新城市大字奥井道", "新城市字奥井道"])
def test_a_choice_keeps_what_was_typed_beyond_it(town):
    boxes = {"code": "441-1324", "prefecture": "愛知県", "town": town, "street": "1", "listed": "4411324"}
    place = filled(**boxes, choice="愛知県新城市奥井道").answers["address"]
    assert place.line == f"愛知県{town}1"
    place = filled(**boxes, choice="愛知県新城市井道").answers["address"]
    assert place.line == "愛知県新城市井道1"


def test_another_place_of_several_has_another_lot():
    question, _ = looked_up(code="441-1324", prefecture="愛知県", town="新城市別所", street="9-9")
    assert (question.data.line, len(question.options)) == ("愛知県新城市", 3)


@pytest.mark.parametrize(
    "boxes",
    [
        {"listed": "4411324", "choice": "どこか"},
        {"listed": "x"},
        {"listed": "4411324", "code": "1000005"},
        {"choice": "愛知県新城市井道"},
    ],
)
def test_a_list_of_another_code_is_none(boxes):
    question = filled(**{**WHOLE, "code": "4411324", **boxes})["address"]
    assert question.data.town == "千代田区丸の内"
    assert bool(question.options) == (boxes.get("choice") == "どこか")


def test_a_place_that_is_found_replaces_another_and_keeps_what_is_in_it():
    another, said = looked_up(code="107-0052", prefecture="大阪府", town="大阪市", street="9-9", building="見本荘")
    assert said == FOUND
    assert another.typed == {
        "code": "107-0052", "prefecture": "東京都", "town": "港区赤坂", "street": "", "building": "見本荘",
    }  # fmt: skip
    within, said = looked_up(code="107-0052", town="東京都港区赤坂一丁目", street="9-9")
    assert said == FOUND_WHOLE
    assert (within.data.line, within.typed["prefecture"]) == ("東京都港区赤坂一丁目9-9", "東京都")
    listed, said = looked_up(code="441-1324", prefecture="愛知県", town="新城市奥井道", street="9-9")
    assert (listed.data.line, listed.options, said) == ("愛知県新城市奥井道9-9", [], FOUND_WHOLE)


def test_a_floor_belongs_to_the_building():
    question, _ = looked_up(code="545-6009")
    assert question.data == Place("5456009", "大阪府", "大阪市阿倍野区阿倍野筋", "", "あべのハルカス 9階")
    typed, _ = looked_up(code="545-6009", prefecture="大阪府", town="大阪市阿倍野区阿倍野筋", street="1-1-43")
    assert typed.data.line == "大阪府大阪市阿倍野区阿倍野筋1-1-43 あべのハルカス 9階"
    own, _ = looked_up(
        code="545-6009", prefecture="大阪府", town="大阪市阿倍野区阿倍野筋", street="1-1-43", building="901"
    )
    assert own.data.building == "901"


def test_a_building_that_was_filled_in_goes_with_its_place():
    """A floor for another floor, and none for a place without one; what was typed over it stays."""
    first, _ = looked_up(code="545-6009")
    boxes = {**first.typed, "filled": first.filled}
    floor, _ = looked_up(**{**boxes, "code": "545-6010"})
    assert floor.data.building == "あべのハルカス 10階"
    again, _ = looked_up(**{**boxes, "street": "1-1-43"})
    assert again.data.line == "大阪府大阪市阿倍野区阿倍野筋1-1-43 あべのハルカス 9階"
    for code in ("100-0005", "545-0052", "441-1324"):
        other, _ = looked_up(**{**boxes, "code": code})
        assert other.data.building == ""
    own, _ = looked_up(**{**boxes, "code": "100-0005", "building": "見本荘203"})
    assert own.data.building == "見本荘203"


def test_a_building_that_stands_in_the_box_of_the_lot_is_kept():
    question, _ = looked_up(code="100-0005", prefecture="東京都", street="千代田区丸の内1-1-1 見本ビル203")
    assert list(question.typed.values())[1:] == ["東京都", "千代田区丸の内", "1-1-1", "見本ビル203"]


def test_the_lot_of_a_large_office_is_filled_in():
    question, said = looked_up(code="163-8001")
    assert (question.data.line, said) == ("東京都新宿区西新宿2丁目8-1", FOUND_WHOLE)


@pytest.mark.parametrize(("code", "where"), [("104-0053", "中央区晴海"), ("163-8001", "新宿区西新宿")])
def test_a_lot_stays_before_which_no_place_stood(code, where):
    question, said = looked_up(code=code, street="1-2-3")
    assert (question.data.line, said) == (f"東京都{where}1-2-3", FOUND_WHOLE)


def test_a_lot_stays_while_there_is_more_than_one_place_to_choose_from():
    question, _ = looked_up(code="441-1324", street="1-2-3")
    assert question.options and question.typed["street"] == "1-2-3"
    chosen = filled(**question.typed, listed=question.listed, choice=question.options[0].value)["address"]
    assert chosen.data.street == "1-2-3"


def test_the_lot_of_a_contract_is_of_its_place_though_that_was_emptied():
    form = filled(code="107-0052", street="9-9")
    form["address"].hold([placed("1000005", "東京都千代田区丸の内9-9")])
    assert (form["address"].fill_in(), form["address"].typed["street"]) == (FOUND, "")


def test_without_a_code_that_is_asked_for():
    question, said = looked_up(**{**WHOLE, "code": " "})
    assert said == NO_CODE
    assert list(question.typed.values())[1:] == list(WHOLE.values())[1:]


@pytest.mark.parametrize("code", ["0000000", "107", "あ"])
def test_a_code_that_there_is_not_leaves_what_was_typed(code):
    question, said = looked_up(**{**WHOLE, "code": code})
    assert said == NOT_FOUND
    assert list(question.typed.values())[1:] == list(WHOLE.values())[1:]
    again = filled(**{**WHOLE, "listed": question.listed})
    assert again.validate() and not again["address"].told


@pytest.mark.parametrize(
    ("boxes", "says"),
    [
        ({"prefecture": "愛知県", "town": "新城市井道", "code": "163-8001"}, "163-8001 は東京都新宿区の番号です。"),
        ({"town": "千代田区丸の内", "code": "000-0000"}, "000-0000 は見つかりませんでした。"),
    ],
)
def test_a_code_of_elsewhere_is_questioned_once(boxes, says):
    boxes = {**WHOLE, **boxes}
    form = filled(**boxes)
    assert not form.validate()
    [message] = form.errors["address"]
    assert says in message and "このままでよろしければ、もう一度「次へ」を押してください。" in message
    [(name, agreed)] = form["address"].hidden
    again = filled(**boxes, agreed=agreed)
    assert again.validate(), again.errors
    kept = Form(MultiDict(again.to_keep()), FormContext(None, TODAY))
    assert kept.validate() and name in again.to_keep()
    for other in ({"town": "豊橋市"}, {"code": "163-8002"}):
        assert not filled(**{**boxes, **other}, agreed=agreed).validate()
    assert not filled(**boxes, agreed="x").validate()


def test_mistakes_are_told_before_anything_is_questioned():
    form = filled(**{**WHOLE, "code": "163-8001", "street": ""})
    assert not form.validate()
    assert "「番地」" in form.errors["address"][0] and form["address"].hidden == []


def test_of_a_place_the_postal_code_only_helps():
    form = filled("place", prefecture="東京都", town="港区見本", street="1")
    assert form.validate(), form.errors
    assert filled("place", code="1070052", town="東京都港区見本", street="1")["place"].shown == "東京都港区見本1"
    assert filled(code="1070052", town="東京都港区見本", street="1")["address"].shown == "〒107-0052 東京都港区見本1"


def part_with(**data):
    now = Data(name="見本　花子", kana="ミホン　ハナコ", birth=date(1980, 1, 1), phone="090-1234-5678", **data)
    return ContractPart(
        number="1", name="holder", title="", whose="", fixed=(), insurers=(),
        items=("name", "kana", "birth", "phone", "address"), company=False, now=now, wanted=now, first_day=TODAY,
        last_day=date(2027, 3, 31), day=TODAY,
    )  # fmt: skip


def changed(part, **boxes):
    """604 as it is sent when only these boxes were touched."""
    suggested = {name: value for name, [value] in ChangeForm.suggested(FormContext(None, TODAY, about=part)).items()}
    typed = suggested | {name.replace("_", "-"): value for name, value in boxes.items()}
    return ChangeForm(MultiDict(typed), FormContext(None, TODAY, about=part))


ODD = [
    "北海道札幌市中央区北一条西二丁目 見本ビル",
    "札幌市中央区北一条西２丁目 見本ビル",
    "長野県見本村無番地",
    "長野県見本村番外地 見本荘",
    "岩手県和賀郡西和賀町川尻四十地割七十一",
    "石川県羽咋市見本町イ部甲 見本荘",
    "愛媛県松山市見本乙",
    "東京都　千代田区　丸の内　１ー１　見本ビル",
    "東京都 東京都港区見本1",
    "☃県 =見本",
    "あ" * 81,
    "見本",
    "-",
]


@pytest.mark.parametrize("line", ODD)
@pytest.mark.parametrize("code", ["060-0001", "", "107", "000-0000", "1638001"])
def test_what_a_contract_says_already_is_never_refused(line, code):
    """Unchanged, and where only the building is another one."""
    part = part_with(code=code, address=line)
    other = changed(part, phone_line="9999")
    assert other.validate(), other.errors
    assert other["address"].unchanged and other.answers["address"] is None
    moved = changed(part, address_building="別館101")
    assert moved.validate(), moved.errors
    assert moved.answers["address"].line.endswith("別館101")


@settings(max_examples=300, deadline=None)
@given(
    data=st.builds(
        Data,
        name=st.text(max_size=20),
        kana=st.text(max_size=20),
        birth=st.none() | st.dates(),
        phone=st.text(max_size=15) | st.text(alphabet="0123456789-+ （）内線", max_size=20),
        code=st.text(max_size=8) | st.text(alphabet="0123456789-", max_size=8),
        address=st.text(max_size=40) | st.text(alphabet="東京都北海道札幌市三重県一番町二丁目0９- 　無☃", max_size=30),
    ),
    company=st.booleans(),
)
def test_nothing_of_a_contract_is_refused_while_it_is_unchanged(data, company):
    """Whatever its files hold: only the day stands to be changed, and that is all that is told."""
    items = tuple(item for item in part_with().items if not (company and item == "birth"))
    part = ContractPart(**{**vars(part_with()), "now": data, "wanted": data, "company": company, "items": items})
    form = changed(part)
    form.validate()
    assert {name for name, errors in form.errors.items() for each in errors if "変更がありません" not in each} == set()
    assert all(question.unchanged for question in form.items)
    assert boxes_of(data, part)


@pytest.mark.parametrize(
    "line",
    [
        "札幌市中央区北一条西2",
        "東京千代田区丸の内1-1",
        "ﾄｳｷｮｳﾄﾁﾖﾀﾞｸﾏﾙﾉｳﾁ1-1",
        "〓〓県千代田区1",
    ],
)
def test_what_nobody_wrote_stands_in_no_contract(line):
    """Nothing is read into what is held while only the building is another; the prefecture is told when it moves."""
    part = part_with(code="060-0001", address=f"{line} 見本荘")
    form = changed(part, address_building="見本荘3")
    assert form.validate(), form.errors
    assert form["address"].before == f"〒060-0001 {part.now.address}"
    assert form.answers["address"].line.replace(" ", "") == f"{line}見本荘3".replace(" ", "")
    form = changed(part_with(code="060-0001", address="札幌市中央区北一条西2"), address_street="3")
    assert form.validate() and form["address"].shown == "〒060-0001 北海道札幌市中央区北一条西3"


@pytest.mark.parametrize("none", ["", "-", "－", "なし"])
def test_the_building_of_a_contract_can_be_taken_away(none):
    form = changed(part_with(code="100-0005", address="東京都千代田区丸の内1-1 見本荘"), address_building=none)
    assert form.validate(), form.errors
    assert form.answers["address"].line == "東京都千代田区丸の内1-1"


def test_the_code_alone_of_an_address_without_a_lot():
    part = part_with(code="107-0052", address="東京都千代田区丸の内 見本荘")
    form = changed(part, address_code="100-0005")
    assert form.validate(), form.errors
    assert not changed(part, address_code="").validate()
    assert not changed(part, address_code="100-0005", address_town="千代田区大手町").validate()


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("100-0005", "東京都千代田区丸の内"),
        ("604-0845", "京都府京都市中京区二条殿町1 コーポさくら832"),
        ("545-6009", "大阪府大阪市阿倍野区阿倍野筋 あべのハルカス 9階"),
        ("441-1324", "愛知県新城市"),
    ],
)
def test_the_building_of_a_contract_goes_with_its_place(code, line):
    """By the button; what was typed for the new place stays."""
    part = part_with(code="604-0845", address="京都府京都市中京区二条殿町1 コーポさくら832")
    form = changed(part, address_code=code)
    form["address"].fill_in()
    assert form["address"].data.line.startswith(line) and ("さくら" in form["address"].data.line) == ("さくら" in line)
    form = changed(part, address_code=code, address_building="新見本荘1")
    form["address"].fill_in()
    assert form["address"].data.building == "新見本荘1"


def test_an_address_that_changed_is_judged_in_all_its_parts():
    part = part_with(code="", address="札幌市中央区☃1-2")
    form = changed(part, address_town="札幌市北区☃")
    assert not form.validate()
    assert "「郵便番号」を" in form.errors["address"][0]
    form = changed(part, address_town="札幌市北区☃", address_code="0010000")
    assert not form.validate() and "「☃」" in form.errors["address"][0]


def test_a_contract_whose_code_is_of_elsewhere_is_not_questioned_for_it():
    part = part_with(code="163-8001", address="愛知県新城市井道1")
    assert changed(part, address_street="2").validate()
    form = changed(part, address_town="新城市奥井道")
    assert not form.validate() and "東京都新宿区の番号です" in form.errors["address"][0]


def test_what_was_asked_for_last_is_not_questioned_again():
    """The customer has said so before."""
    now, asked = Data(code="107-0052", address="東京都港区赤坂1"), Data(code="163-8001", address="愛知県新城市井道1")
    part = ContractPart(**{**vars(part_with()), "items": ("phone", "address"), "now": now, "wanted": asked})
    form = changed(part, phone_area="090", phone_exchange="1234", phone_line="9999")
    assert form.validate(), form.errors
    assert form.answers["address"].line == "愛知県新城市井道1"
    assert not changed(part, address_code="530-0001").validate()


def test_a_birth_date_that_cannot_be_read_is_told_where_the_contract_has_none():
    part = ContractPart(**{**vars(part_with()), "now": Data(name="見本　花子"), "wanted": Data(name="見本　花子")})
    form = changed(part, birth_year="二十", birth_month="x", birth_day="1")
    assert not form.validate() and form.errors["birth"]


@pytest.fixture
def customer(app, browser):
    """Logged in, with the contract."""
    with app.app_context():
        _, found = factories.held(app)
    return log_in(browser), found


def test_a_place_is_chosen_on_604_without_scripts(customer):
    browser, contract_id = customer
    to_604(browser, contract_id)
    browser.send({"address-code": "618-0000"}, button="郵便番号から住所を入力")
    told = browser.page.select_one("[data-filled]")
    assert told.text == "この郵便番号の住所が2件あります。選択してください。" and browser.notices == []
    assert [box["value"] for box in browser.page.select("[name=address-choice]")] == [
        "京都府乙訓郡大山崎町",
        "大阪府三島郡島本町",
    ]
    browser.send({"address-choice": "大阪府三島郡島本町"}, button="選択した住所を入力")
    assert browser.values["address-town"] == "三島郡島本町" and not browser.page.select("[name=address-choice]")
    browser.send({"address-street": "1-1"})
    assert browser.number == 605 and "〒618-0000 大阪府三島郡島本町1-1" in browser.text


def test_a_town_is_asked_for_on_604_without_scripts(customer):
    browser, contract_id = customer
    to_604(browser, contract_id)
    browser.send({"address-code": "441-1324"}, button="郵便番号から住所を入力")
    browser.send({"address-street": "12-3"}, 422)
    assert "候補から選択するか、「市区町村・町名」に町名まで" in " ".join(browser.errors)
    assert len(browser.page.select("[name=address-choice]")) == 3
    browser.send({"address-choice": "愛知県新城市内井道"})
    assert browser.number == 605 and "〒441-1324 愛知県新城市内井道12-3" in browser.text


def test_what_was_questioned_is_taken_at_the_second_press(app, customer):
    browser, contract_id = customer
    to_604(browser, contract_id)
    browser.send({"address-code": "163-8001"}, 422)
    assert "東京都新宿区の番号です" in " ".join(browser.errors)
    assert browser.send().number == 605
    assert browser.send().number == 606


def test_the_second_press_is_for_that_alone(customer):
    browser, contract_id = customer
    to_604(browser, contract_id)
    browser.send({"address-code": "163-8001"}, 422).send({"address-code": "530-0001"}, 422)
    assert "大阪府大阪市北区の番号です" in " ".join(browser.errors)
    assert browser.send({"address-code": "107-0052"}).number == 605


def test_only_the_building_of_an_address_in_kanji(app, customer):
    browser, contract_id = customer
    with app.app_context(), write() as session:
        session.execute(
            factories.models.Contract.__table__.update().values(
                holder_address="北海道札幌市中央区北一条西二丁目 見本ビル", holder_postal_code="060-0001"
            )
        )
    to_604(browser, contract_id)
    assert [browser.values[f"address-{part}"] for part in ("prefecture", "town", "street", "building")] == [
        "北海道",
        "札幌市中央区北一条西",
        "二丁目",
        "見本ビル",
    ]
    to_605(browser, contract_id, **{"address-building": "新見本ビル"})
    assert "北海道札幌市中央区北一条西二丁目 新見本ビル" in browser.text
