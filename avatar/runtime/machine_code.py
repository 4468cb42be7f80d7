"""Object files to functions: LLVM's linker, which comes with numba and loads in a fifth of its time."""

from __future__ import annotations

import ctypes
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from llvmlite.binding import ExecutionEngine, TargetMachine

    Routine = Callable[[bytes], None]

NAME = "loop"
"""of the one function in each object file"""
_lock = Lock()
_engines: list[ExecutionEngine] = []
"""what is linked goes with its engine, so all of them stay"""


def link(content: bytes) -> int:
    """Put an object file into memory, and give the address of its function."""
    from llvmlite import binding

    with _lock:
        engine = binding.create_mcjit_compiler(binding.parse_assembly(""), target_machine())
        engine.add_object_file(binding.ObjectFileRef.from_data(content))
        engine.finalize_object()
        _engines.append(engine)
        return int(engine.get_function_address(NAME))


def linked(address: int) -> Routine:
    """Give the function at an address to call from Python; `Takes.packed` gives what it takes."""
    function = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_char_p)(address)

    def run(arguments: bytes) -> None:
        if function(arguments):
            raise SystemError("A compiled loop failed.")

    return run


def target_machine() -> TargetMachine:
    """Describe this processor to LLVM, for code that is run at once."""
    from llvmlite import binding

    name, features = processor()
    triple = binding.Target.from_default_triple()
    return triple.create_target_machine(cpu=name, features=features, opt=3, jit=True)


@lru_cache
def processor() -> tuple[str, str]:
    """Give LLVM's name of this processor, and of what it can do."""
    from llvmlite import binding

    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    return binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten()
