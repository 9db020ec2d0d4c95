"""Files made to cost whoever reads them far more than their size; each is written in an instant."""

import bz2
import gzip
import io
import json
import random
import tarfile
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq

MB = 1_000_000


def line_ends(path):
    """49 bytes, unpacked 45 million line ends."""
    path.write_bytes(bz2.compress(b"\n" * (45 * MB)))


def short_lines(path):
    path.write_bytes(gzip.compress(b"a\n" * (8 * MB), 1))


def many_attributes(path):
    attributes = " ".join(f"a{number}=1" for number in range(80_000))
    path.write_text(f"<!doctype html><html><body><p {attributes}>x</p></body></html>")


def many_attributes_of_the_root(path):
    tags = "".join(f"<html a{number}=1>" for number in range(50_000))
    path.write_text(f"<!doctype html>{tags}<p>x</p>")


def open_fonts(path):
    tags = "".join(f"<font color={number}>x</p><p>" for number in range(30_000))
    path.write_text(f"<!doctype html><html><body>{tags}")


def options(path):
    path.write_text(f"<!doctype html><html><body><select>{'<option>a' * 90_000}")


def nested(path):
    path.write_text(f"<!doctype html><html><body>{'<div><b>' * 100_000}x")


def marks(path):
    path.write_text("e" + "\u0301\u0323" * (MB // 2))


def slow_page(path):
    """Honest text, but so much that to parse it takes minutes."""
    chance = random.Random(7)  # noqa: S311 - no secret is made
    words = [f"{chance.choice('bdfgklmnprst')}{chance.choice('aeiou')}{n:x}" for n in range(5000)]
    lines = (f"The {' '.join(chance.sample(words, 12))} of the harbour." for _ in range(150_000))
    path.write_text("\n\n\n".join(lines))


def nested_json(path):
    path.write_text("[" + "[[]]," * (8 * MB) + "{}]")


def long_json_line(path):
    record = json.dumps({"text": "a\n" * (4 * MB)})
    path.write_text(record + "\n" + json.dumps({"text": "Ferries sail."}) + "\n")


def parquet(path):
    """Some kilobytes, unpacked 160 MB."""
    page = "a\n" * (2 * MB)
    table = pa.table({"text": pa.array([page] * 40).dictionary_encode()})
    pq.write_table(table, path, compression="zstd", row_group_size=40)


def zip_of_many(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        page = "".join(f"Ferry {number} sails at noon.\n\n" for number in range(20_000))
        for number in range(150):
            archive.writestr(f"{number}.txt", page)


def tar_of_many(path):
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        for number in range(60_000):
            archive.addfile(tarfile.TarInfo(f"{number}.txt"), io.BytesIO())


FILES = {
    "line-ends.txt.bz2": line_ends,
    "short-lines.txt.gz": short_lines,
    "attributes.html": many_attributes,
    "roots.html": many_attributes_of_the_root,
    "fonts.html": open_fonts,
    "options.html": options,
    "nested.html": nested,
    "marks.txt": marks,
    "slow.txt": slow_page,
    "nested.json": nested_json,
    "long-line.jsonl": long_json_line,
    "table.parquet": parquet,
    "many.zip": zip_of_many,
    "many.tar.gz": tar_of_many,
}
