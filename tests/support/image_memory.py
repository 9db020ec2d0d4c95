"""Takes a picture in and makes its versions; prints how many, and the most memory it took, in kB.

A script: the memory is that of its process.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import django
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[2]))


def take_in(path: Path) -> int:
    """How many versions the picture got."""
    from articles import images
    from articles.models import Caption

    taken = images.checked(SimpleUploadedFile("came.jpg", path.read_bytes()))
    name = default_storage.save(taken.name or "", taken)
    with default_storage.open(name) as file, Image.open(file) as image:
        width, height = image.size
    field: Any = Caption._meta.get_field("image")
    versions = field.attr_class.get_picture_files(
        file_name=name, img_width=width, img_height=height, storage=default_storage, field=field
    )
    new = [
        version.deconstruct()
        for by_type in versions.values()
        for by_width in by_type.values()
        for version in by_width.values()
    ]
    storage: Any = default_storage
    images.make_versions(storage=storage.deconstruct(), file_name=name, sender=None, new=new)
    return len(new)


def most_memory() -> int:
    """The most that this process ever held, in kB. (`ru_maxrss` counts what started it, too.)"""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"VmHWM:\s+(\d+)", status)[0])


if __name__ == "__main__":
    django.setup()
    count = take_in(Path(sys.argv[1]))
    sys.stdout.write(f"{count} {most_memory()}\n")
