"""Functions to object files, by numba, without what it would load for linear algebra and C."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from llvmlite import binding

from avatar.errors import AvatarError
from avatar.runtime.environment import without_compilers_own
from avatar.runtime.machine_code import NAME, processor, target_machine
from avatar.runtime.signature import read_signature

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_NO_OWNER = "define void @NRT_MemInfo_call_dtor(ptr %owner) { ret void }"
"""LLVM's assembly of what numba calls when the last holder of an array's memory lets go: here arrays have no owner"""


def compiled(
    loop: Callable[..., object], signature: str, parts: Mapping[str, Mapping[str, Any]], *, fastmath: bool
) -> bytes:
    """Compile a loop for this processor into an object file that needs nothing but itself.

    `parts` are the names of functions of its module that it may call, each with numba's options. The one function of
    the file, `machine_code.NAME`, takes the address of its arguments, as `signature.Takes` lays them out. Raise
    `AvatarError` if this numba makes something else of it.
    """
    with without_compilers_own():  # it is read again for each loop
        from numba import njit

        # What numba compiles finds what it calls where Python would: in the module.
        names: dict[str, Any] = loop.__globals__  # type: ignore[attr-defined, unused-ignore]
        names.update({name: njit(names[name], nogil=True, **options) for name, options in parts.items()})
        dispatcher = njit(loop, nogil=True, error_model="numpy", fastmath=fastmath)
        dispatcher.compile(_types(signature))
    ((kinds, made),) = dispatcher.overloads.items()
    return _alone(dispatcher.inspect_llvm(kinds), made.fndesc.llvm_func_name, read_signature(signature).kinds)


def _alone(assembly: str, name: str, kinds: Sequence[str]) -> bytes:
    """Take one function, with what it calls, out of what numba made: it is numba's that the rest calls Python."""
    processor()
    module, machine = binding.parse_assembly(assembly), target_machine()
    taken = [str(argument.type) for argument in module.get_function(name).arguments]
    if taken != ["ptr", "ptr", *kinds]:  # numba's native functions begin with places for a result and a fault
        raise AvatarError(f"This numba compiles {name} for arguments {taken}; install another version.")
    module.link_in(binding.parse_assembly(_NO_OWNER))
    module.link_in(binding.parse_assembly(_called_with_one(name, kinds)))
    for function in module.functions:
        if not function.is_declaration and function.name != NAME:
            function.linkage = "internal"
    passes = binding.create_new_module_pass_manager()
    passes.add_global_dead_code_eliminate_pass()
    passes.run(module, binding.create_pass_builder(machine, binding.create_pipeline_tuning_options(speed_level=0)))
    needed = {each.name for each in module.functions if each.is_declaration and not each.name.startswith("llvm.")}
    if needed:
        raise AvatarError(f"This numba compiles {name} into code that needs {sorted(needed)}; install another version.")
    content: bytes = machine.emit_object(module)
    return content


def _called_with_one(name: str, kinds: Sequence[str]) -> str:
    """Write a function that takes the address of arguments, 8 bytes each, and calls another with them."""
    lines = [f'declare i32 @"{name}"({", ".join(["ptr", "ptr", *kinds])})']
    lines += [f"define i32 @{NAME}(ptr %all) {{", "%result = alloca ptr", "%fault = alloca ptr"]
    for number, kind in enumerate(kinds):
        lines.append(f"%place{number} = getelementptr i64, ptr %all, i64 {number}")
        lines.append(f"%value{number} = load {kind}, ptr %place{number}")
    values = (f"{kind} %value{number}" for number, kind in enumerate(kinds))
    lines.append(f'%status = call i32 @"{name}"({", ".join(["ptr %result", "ptr %fault", *values])})')
    return "\n".join([*lines, "ret i32 %status", "}"])


def _types(signature: str) -> tuple[Any, ...]:
    from numba.core.sigutils import normalize_signature

    names = re.split(r", (?=[a-z])", signature)
    types, _ = normalize_signature(f"void({', '.join(name.removeprefix('const ') for name in names)})")
    return tuple(
        kind.copy(readonly=True) if name.startswith("const ") else kind for name, kind in zip(names, types, strict=True)
    )


def _leave_out_linear_algebra() -> None:
    """Let numba find no BLAS while it makes itself ready: looking for one takes 0.1 s, as it imports scipy.linalg.

    Only `np.correlate` and `np.convolve` use what is found then, and do without; what needs it looks for it again.
    """
    algebra = import_module("numba.np.linalg")
    find = getattr(algebra, "ensure_blas", None)
    if find is None:
        return  # another numba, which looks for it in another way
    algebra.ensure_blas = _find_none  # type: ignore[attr-defined]
    try:
        import_module("numba.np.arraymath")
    finally:
        algebra.ensure_blas = find  # type: ignore[attr-defined]


def _find_none() -> None:
    raise ImportError


def _leave_out_cffi() -> None:
    """Let numba think that there is no cffi, whose functions no kernel calls: its parser of C takes 25 ms to load."""
    known = sys.modules.get("cffi")
    if known is None:
        sys.modules["cffi"] = None  # type: ignore[assignment]
    try:
        import_module("numba.core.typing.cffi_utils")
    finally:
        if known is None:
            del sys.modules["cffi"]


with without_compilers_own():
    _leave_out_cffi()
    _leave_out_linear_algebra()
