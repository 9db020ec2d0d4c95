"""Parquet: one record a row. Only the columns that are wanted are read, a few rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from articles.ingest.readers.fields.field_names import Fields
from articles.ingest.readers.limits import MIB, BombError, Budget
from articles.ingest.readers.opened import Opened, SeekableFile
from articles.ingest.readers.records import Found, ReadRecord, Unreadable, reason_of

from .table_rows import kept_row, row_as_record, wanted_columns, without_pages

if TYPE_CHECKING:  # its import takes 0.1 to 0.3 seconds, which only those who have tables pay
    import pyarrow.parquet as pq

_ROWS: Final = 32
"""Rows held at once, of real pages a megabyte; fewer where a column is large, for one value of it,
which is held once however often it is repeated, may be so, too."""
_HELD: Final = 64 * MIB
"""Bytes of a column that are held at once."""
_MOST_VALUES: Final = 1_000_000
"""Values of a column of lists, in a group of rows of any size; they are held as objects."""
_VALUES_A_BYTE: Final = 8
_PACKED_FLAT: Final = 30
"""Compression ratio above which a column of lists counts as one repeated value; news packs 3 to 8
times."""
_BUFFER: Final = MIB


def read_parquet(opened: Opened) -> Iterator[Found]:
    """The rows, as `name:row`. A damaged group of rows does not stop the others. Raises `BombError`
    where they are more than the file's bytes can honestly hold.

    A row's bytes are its wanted columns as JSON: names in order, no spaces, UTF-8, times as ISO
    8601 and bytes as Base64.
    """
    with opened.as_file() as table:
        if isinstance(table, Unreadable):
            yield table
        else:
            yield from _read(table, opened.name, opened.fields, opened.budget)


def _read(source: SeekableFile, name: str, fields: Fields, budget: Budget) -> Iterator[ReadRecord]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(
            source.file, buffer_size=_BUFFER, pre_buffer=False, page_checksum_verification=True
        )
        columns = wanted_columns(table.schema_arrow.names, fields)
    except (pa.ArrowException, OSError, ValueError) as error:
        message = f"its end, where a Parquet file has its index, cannot be read ({reason_of(error)}"
        yield Unreadable(name, f"{message}); fetch it again")
        return
    if not columns:
        yield Unreadable(name, without_pages(table.schema_arrow.names))
        return
    meter, size = source.meter, source.size
    packed = size if meter is not None else budget.bytes_read()
    budget.allow_pieces(table.metadata.num_rows, packed)
    first = 1
    for group in range(table.num_row_groups):
        number = first
        first += table.metadata.row_group(group).num_rows
        try:
            for row in _rows(table, group, columns, budget, packed):
                record = _row_as_record(row, f"{name}:{number}", fields, budget, packed)
                if meter is not None:
                    meter.reach(size * number // max(table.metadata.num_rows, 1))
                yield record
                number += 1
        except (pa.ArrowException, OSError, ValueError) as error:
            yield Unreadable(
                f"{name}:{number}",
                f"this row and those up to row {first - 1} are damaged ({reason_of(error)}); the "
                "rest was read; fetch the file again",
            )
        if meter is not None:
            meter.reach(size * (first - 1) // max(table.metadata.num_rows, 1))


def _rows(
    table: pq.ParquetFile, group: int, columns: list[str], budget: Budget, packed: int
) -> Iterator[dict[str, Any]]:
    rows = _rows_at_once(table, group, columns, budget, packed)
    for batch in table.iter_batches(
        batch_size=rows, row_groups=[group], columns=columns, use_threads=False
    ):
        yield from batch.to_pylist()


def _rows_at_once(
    table: pq.ParquetFile, group: int, columns: list[str], budget: Budget, packed: int
) -> int:
    """How many rows of a group can be held at once, by what the file's index says of its columns.
    No value is longer than its column is when unpacked; lists may repeat one."""
    index = table.metadata.row_group(group)
    largest = 1
    for number in range(index.num_columns):
        column = index.column(number)
        if column.path_in_schema.partition(".")[0] not in columns:
            continue
        unpacked, stored = column.total_uncompressed_size, column.total_compressed_size
        largest = max(largest, unpacked)
        is_list = table.schema.column(number).max_repetition_level > 0
        if is_list and column.num_values > _MOST_VALUES + _VALUES_A_BYTE * stored:
            raise BombError(
                f"{stored} bytes of it are lists of {column.num_values} values, as in a “zip bomb”"
            )
        if is_list and unpacked > _PACKED_FLAT * stored:
            budget.allow_rows(unpacked * column.num_values, packed)
        budget.allow_rows(unpacked, packed)
    return max(1, min(_ROWS, _HELD // largest))


def _row_as_record(
    row: dict[str, Any], name: str, fields: Fields, budget: Budget, packed: int
) -> ReadRecord:
    raw = kept_row(row)
    budget.make(len(raw), packed)
    return row_as_record(raw, row, name, fields)
