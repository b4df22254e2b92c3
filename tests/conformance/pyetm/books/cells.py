"""Two workbooks side by side: sheets, columns by their headers, cells, and how they look."""

from collections import Counter

from openpyxl import load_workbook

# Rows of headers. A sheet in the form that is read has one.
ONE_HEADER = {"MAIN", "EXPORT_CONFIG"}


class Column:
    def __init__(self, cells, letter, width, headers):
        self.cells = cells
        self.letter, self.width, self.headers = letter, width, headers


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
            letter = cells[0].column_letter
            self.columns[name] = Column(cells, letter, width(sheet, at + 1), headers)


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


def book(path):
    opened = load_workbook(path)
    return {sheet.title: Sheet(sheet) for sheet in opened}


def differences(first, second, one="first", other="second"):
    """Every difference of two workbooks: where, its kind and its detail. `one` and `other` are what they are called."""
    firsts, seconds = book(first), book(second)
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


def of_files(first, second, one="first", other="second"):
    """The differences of two workbooks that need not be there."""
    there = [path.is_file() for path in (first, second)]
    if all(there):
        yield from differences(first, second, one, other)
    elif any(there):
        yield "", f"workbook, {one if there[0] else other} only", ""


def of_sheet(first, second, one, other):
    if first.rows != second.rows:
        yield first.name, "number of rows", f"{first.rows} / {second.rows}"
    if first.freeze != second.freeze:
        yield first.name, "frozen panes", f"{first.freeze} / {second.freeze}"
    for columns, others, whose in ((first.columns, second.columns, one), (second.columns, first.columns, other)):
        for name in columns.keys() - others.keys():
            yield f"{first.name}!{name}", f"column, {whose} only", ""
    common = [[name for name in sheet.columns if name in first.columns and name in second.columns] for sheet in (first, second)]
    if common[0] != common[1]:
        yield first.name, "order of the columns", f"{common[0]} / {common[1]}"
    for name in common[0]:
        yield from of_column(f"{first.name}!{name}", first.columns[name], second.columns[name])


def of_column(where, first, second):
    if first.width != second.width:
        yield where, "width", f"{first.width} / {second.width}"
    for one, other in zip(first.cells, second.cells, strict=False):
        place = f"{where} {one.row}"
        if not same(one.value, other.value):
            yield place, "value", f"{one.value!r} / {other.value!r}"
        if look(one) != look(other):
            yield place, "look", f"{look(one)} / {look(other)}"


def same(one, other):
    """A whole number and the same number with a point are one; a truth value is no number."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def look(cell):
    """What a person sees of a cell beside its value."""
    border = cell.border
    sides = "".join(side[0] for side in ("left", "right", "top", "bottom") if getattr(border, side).style)
    fill = cell.fill.fgColor.rgb[-6:] if cell.fill.fill_type == "solid" else "none"
    return f"{'bold ' if cell.font.bold else ''}{cell.alignment.horizontal} border {sides} fill {fill}"
