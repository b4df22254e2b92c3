"""Two workbooks side by side: sheets, columns by their headers, cells, and how they look."""

import math
from collections import Counter

from openpyxl import load_workbook

# Rows of headers. A sheet in the form that is read has one.
ONE_HEADER = {"MAIN", "EXPORT_CONFIG"}
# Sheets whose rows are looked up by their first cell, in whatever order they are.
BY_KEY = {"GQUERIES"}
LOOKS = {}


class Column:
    def __init__(self, cells, width, headers):
        self.cells, self.width, self.headers = cells, width, headers


class Sheet:
    """The columns of a sheet by their headers."""

    def __init__(self, sheet):
        self.freeze = sheet.freeze_panes
        self.name = sheet.title
        rows = list(sheet.iter_rows())
        headers = header_rows(sheet.title, rows)
        self.rows = max(len(rows) - headers, 0)
        self.columns = {}
        seen = Counter()
        for at in range(sheet.max_column if rows else 0):
            cells = [row[at] for row in rows]
            header = " / ".join(str(cell.value if cell.value is not None else "") for cell in cells[:headers])
            seen[header] += 1
            name = header if seen[header] == 1 else f"{header} #{seen[header]}"
            self.columns[name] = Column(cells, width(sheet, at + 1), headers)

    def keys(self):
        """The first cells of the rows below the headers."""
        first = next(iter(self.columns.values()))
        return [cell.value for cell in first.cells[first.headers :]]

    def sort_as(self, other):
        """Brings the rows into the order of another sheet with the same ones."""
        mine = self.keys()
        order = [mine.index(key) for key in other.keys()]
        for column in self.columns.values():
            head, rows = column.cells[: column.headers], column.cells[column.headers :]
            column.cells = [*head, *(rows[at] for at in order)]


def width(sheet, column):
    """The width of a column. One entry of the file may stand for many."""
    for dimension in sheet.column_dimensions.values():
        if dimension.min and dimension.min <= column <= dimension.max:
            return dimension.width
    return None


def header_rows(name, rows):
    if name in ONE_HEADER or name.startswith(("SORTABLES_", "CUSTOM_CURVES_")):
        return 1
    return min(2, len(rows))


def book(path, ids=None):
    """The sheets of a workbook; ids that mean the same as others are replaced by those."""
    opened = load_workbook(path)
    texts = {str(id): str(meant) for id, meant in (ids or {}).items()}
    for sheet in opened if ids else ():
        for row in sheet.iter_rows():
            for cell in row:
                # Ids of sessions are large, and nothing else in these workbooks is one of them by accident.
                if cell.value in ids:
                    cell.value = ids[cell.value]
                elif isinstance(cell.value, str):
                    cell.value = renamed(cell.value, texts)
    return {renamed(sheet.title, texts): Sheet(sheet) for sheet in opened}


def renamed(text, texts):
    """A text with ids in it, alone, at the end of the name of a sheet or of an address."""
    head, separator, tail = text.rpartition("_") if "_" in text else text.rpartition("/")
    return f"{head}{separator}{texts[tail]}" if tail in texts else text


def differences(first, second, one="first", other="second", ids=None):
    """Every difference of two workbooks: where, its kind and its detail. `one` and `other` are what they are called.

    `ids` says which sessions of the first the sessions of the second stand for.
    """
    LOOKS.clear()
    firsts, seconds = book(first), book(second, ids)
    for name in firsts.keys() | seconds.keys():
        if name not in seconds:
            yield name, f"sheet, {one} only", ""
        elif name not in firsts:
            yield name, f"sheet, {other} only", ""
        else:
            yield from of_sheet(firsts[name], seconds[name], one, other)
    orders = [[name for name in names if name in firsts and name in seconds] for names in (firsts, seconds)]
    if orders[0] != orders[1]:
        yield "", "order of the sheets", f"{orders[0]} / {orders[1]}"


def of_files(first, second, one="first", other="second", ids=None):
    """The differences of two workbooks that need not be there."""
    there = [path.is_file() for path in (first, second)]
    if all(there):
        yield from differences(first, second, one, other, ids)
    elif any(there):
        yield "", f"workbook, {one if there[0] else other} only", ""


def of_sheet(first, second, one, other):
    if first.rows != second.rows:
        yield first.name, "number of rows", f"{first.rows} / {second.rows}"
    if first.freeze != second.freeze:
        yield first.name, "frozen panes", f"{first.freeze} / {second.freeze}"
    if first.name in BY_KEY and first.keys() != second.keys() and sorted(first.keys()) == sorted(second.keys()):
        yield first.name, "order of the rows", ""
        second.sort_as(first)
    several = yield from only_first(first, second)
    for columns, others, whose in ((first.columns, second.columns, one), (second.columns, first.columns, other)):
        for name in columns.keys() - others.keys() - several:
            yield f"{first.name}!{name}", f"column, {whose} only", ""
    common = [[name for name in sheet.columns if name in first.columns and name in second.columns] for sheet in (first, second)]
    if common[0] != common[1]:
        yield first.name, "order of the columns", f"{common[0]} / {common[1]}"
    for name in common[0]:
        yield from of_column(f"{first.name}!{name}", first.columns[name], second.columns[name])


def only_first(first, second):
    """Where one sheet has `curve` and the other `curve:a`, `curve:b` and so on: that first one has to be the same."""
    several = set()
    for name, column in first.columns.items():
        full = [other for other in second.columns if other.startswith(f"{name}:")]
        if name in second.columns or not full:
            continue
        several |= {name, *full}
        where = f"{first.name}!{name}"
        yield where, "column, only the first of several", f"{len(full)}"
        yield from of_column(where, column, second.columns[full[0]], headers=False)
    return several


def of_column(where, first, second, headers=True):
    if first.width != second.width:
        yield where, "width", f"{first.width} / {second.width}"
    for at, (one, other) in enumerate(zip(first.cells, second.cells, strict=False)):
        place = f"{where} {one.row}"
        if not same(one.value, other.value) and (headers or at >= first.headers):
            yield place, kind(one.value, other.value), f"{one.value!r} / {other.value!r}"
        if look(one) != look(other):
            yield place, "look", f"{look(one)} / {look(other)}"


def same(one, other):
    """A whole number and the same number with a point are one; a truth value is no number."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def kind(one, other):
    """How the first of two values differs: numbers may have lost digits in a known way."""
    if not (isinstance(one, int | float) and isinstance(other, int | float)):
        return "value"
    if one == float(f"{other:.16g}") or other == float(f"{one:.16g}"):
        return "value, 16 digits"
    rounded = math.ceil(other * 1e10) / 1e10
    return "value, rounded up" if math.isclose(one, rounded, rel_tol=1e-14, abs_tol=1e-14) else "value"


def look(cell):
    """What a person sees of a cell beside its value. Few looks are shared by many cells."""
    style = (id(cell.parent.parent), cell.style_id)
    if style not in LOOKS:
        LOOKS[style] = drawn(cell)
    return LOOKS[style]


def drawn(cell):
    border = cell.border
    sides = "".join(side[0] for side in ("left", "right", "top", "bottom") if getattr(border, side).style)
    fill = cell.fill.fgColor.rgb[-6:] if cell.fill.fill_type == "solid" else "none"
    return f"{'bold ' if cell.font.bold else ''}{cell.alignment.horizontal} border {sides} fill {fill}"
