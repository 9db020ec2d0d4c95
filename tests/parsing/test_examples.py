"""The examples in the parser's docstrings give what they say."""

import doctest
import importlib
import pkgutil

import pytest

import articles.parsing

MODULES = [
    found.name for found in pkgutil.walk_packages(articles.parsing.__path__, "articles.parsing.")
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name):
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0


def test_there_are_examples_to_try():
    finder = doctest.DocTestFinder()
    examples = [
        example
        for name in MODULES
        for found in finder.find(importlib.import_module(name))
        for example in found.examples
    ]
    assert len(examples) >= 20
