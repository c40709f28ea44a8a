"""Pointers in the kernel: an array's numbers without its counter of references.

An array that goes through many small functions has its references counted at each of them, which costs as much as
the work itself; and an index into it is looked at for a sign. A pointer has neither, and no bounds either: the
kernel's places come from the compiled table, which says where everything lies.
"""

from __future__ import annotations

from typing import Any

from numba import types
from numba.extending import intrinsic


def _numbers_of(typingctx: Any, array: Any) -> Any:
    """The pointer to the numbers of an array, which has to stay alive while it is used.

    Args:
        typingctx: given by the compiler.
        array: an array in one piece.
    """

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return context.make_array(signature.args[0])(context, builder, args[0]).data

    pointer: Any = types.CPointer
    return pointer(array.dtype)(array), generate


numbers_of: Any = intrinsic(_numbers_of)
"""The pointer to the numbers of an array, within compiled code."""
