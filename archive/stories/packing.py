"""Counted and weighed terms as bytes, for the tables that keep them. Pure."""

import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from .weights import Vector

_TERM: Final = "I"  # 32 bits
_COUNT: Final = "I"


def pack_terms(counted: Mapping[int, int]) -> bytes:
    """Return terms and counts as bytes, the same for the same whatever their order."""
    ordered = sorted(counted.items())
    return _bytes(term for term, _ in ordered) + _bytes(count for _, count in ordered)


def unpack_terms(data: bytes) -> Counter[int]:
    """Return terms and counts from bytes."""
    numbers = _numbers(data)
    half = len(numbers) // 2
    return Counter(dict(zip(numbers[:half], numbers[half:], strict=True)))


def pack_list(parts: Iterable[Iterable[int]]) -> bytes:
    """Return lists of numbers as bytes."""
    listed = [list(part) for part in parts]
    return _bytes([len(listed), *map(len, listed), *(number for part in listed for number in part)])


def unpack_list(data: bytes) -> list[list[int]]:
    """Return lists of numbers from bytes."""
    numbers = _numbers(data).tolist()
    sizes = numbers[1 : 1 + numbers[0]]
    at = 1 + numbers[0]
    parts = []
    for size in sizes:
        parts.append(numbers[at : at + size])
        at += size
    return parts


def pack_vector(vector: Vector) -> bytes:
    """Return weights as bytes."""
    ordered = sorted(vector.weights.items())
    return pack_list(
        ([term for term, _ in ordered], [weight for _, weight in ordered], vector.heavy, sorted(vector.names))
    )


def unpack_vector(data: bytes) -> Vector:
    """Return weights from bytes."""
    terms, weights, heavy, names = unpack_list(data)
    return Vector(dict(zip(terms, weights, strict=True)), tuple(heavy), frozenset(names))


def _bytes(numbers: Iterable[int]) -> bytes:
    packed = array(_TERM, numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def _numbers(data: bytes) -> "array[int]":
    numbers = array(_COUNT)
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
