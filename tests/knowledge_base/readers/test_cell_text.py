"""Values in the form in which a sheet shows them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from knowledge_base.readers.cell_text import cell_text


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (3, "General", "3"),
        (2.8, "General", "2.8"),
        (0.1 + 0.2, "General", "0.3"),
        (13800000000, "General", "13800000000"),
        (1e20, "General", "100000000000000000000"),
        (2.8, "0.00", "2.80"),
        (2.345, "0.00", "2.35"),
        (1234567.5, "#,##0.0", "1,234,567.5"),
        (0.125, "0.0%", "12.5%"),
        (15, '0"元"', "15元"),
        (15, '"¥"#,##0.00', "¥15.00"),
        (15, "[$¥-804]#,##0.00", "¥15.00"),
        (15, '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ', "¥15.00"),
        (-3, "0.0;[Red]-0.0", "-3.0"),
        (-3, "0.0;(0.0)", "(3.0)"),
        (-3, "0.0", "-3.0"),
        (7, "000", "007"),
        (2.5, "0.##", "2.5"),
        (2, "0.##", "2"),
        (12345.678, "0.00E+00", "12345.678"),
        (5, "@", "5"),
        (True, "General", "是"),
        ("#N/A", "General", ""),
        ("#1楼", "General", "#1楼"),
        (None, "General", ""),
        ("文字", "0.00", "文字"),
        (datetime(2026, 5, 1), "yyyy-mm-dd", "2026-05-01"),
        (datetime(2026, 5, 1), 'yyyy"年"m"月"d"日"', "2026-05-01"),
        (datetime(2026, 5, 1), 'yyyy"年"m"月"', "2026-05"),
        (datetime(2026, 5, 1, 8, 30), "yyyy/m/d h:mm", "2026-05-01 08:30"),
        (datetime(2026, 5, 1), "yyyy/m/d h:mm", "2026-05-01 00:00"),
        (date(2026, 5, 1), "General", "2026-05-01"),
        (time(8, 30), "h:mm", "08:30"),
        (timedelta(hours=26, minutes=5), "[h]:mm", "26:05"),
    ],
)
def test_cells_as_people_see_them(value: object, number_format: str, shown: str) -> None:
    assert cell_text(value, number_format) == shown
