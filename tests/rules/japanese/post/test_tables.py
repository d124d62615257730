"""Are our own tables those that the post's list makes? If not: python -m rules.japanese.post.tables."""

import pytest

from rules.japanese.post import listed, municipalities, tables


def test_the_tables_are_those_of_the_list(rows):
    assert listed.TOWNS_WITH_FLOORS.read_text(encoding="utf-8") == tables.towns_with_floors(rows)
    assert municipalities.MUNICIPALITIES.read_text(encoding="utf-8") == tables.municipalities(rows)


def test_they_are_written_where_they_are_read(monkeypatch, tmp_path, rows):
    monkeypatch.setattr(tables, "rows", lambda: rows[:100])
    monkeypatch.setattr(listed, "TOWNS_WITH_FLOORS", tmp_path / "floors")
    monkeypatch.setattr(tables, "MUNICIPALITIES", tmp_path / "municipalities")
    tables.write()
    assert "北海道\t札幌市北区\t" in (tmp_path / "municipalities").read_text(encoding="utf-8")
    assert (tmp_path / "floors").is_file()


def test_a_building_in_no_town_of_the_list_is_told(rows):
    floor = {**rows[0], "neighborhood": "どこでもないビル", "note": "3階"}
    with pytest.raises(ValueError):
        tables.towns_with_floors([floor])
