"""Load a network once per process and run it: on one thread each, silently, many callers at once."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import NotInstalledError
from avatar.neural.table import NETWORKS

if TYPE_CHECKING:
    import onnxruntime
    from numpy.typing import NDArray

    from avatar.neural.table import Network

WEIGHTS = Path(__file__).with_name("weights")
_FATAL = 4
"""onnxruntime's level of messages below which it is silent"""
_SLOW_TO_LOAD = (
    "ConstantSharing", "CommonSubexpressionElimination", "MatMulAddFusion", "ReshapeFusion", "TransposeOptimizer",
    "FreeDimensionOverrideTransformer", "GeluFusionL1", "GeluFusionL2", "LayerNormFusion", "LayerNormFusionL1",
    "QDQPropagationTransformer", "WhereDummyDq", "EnsureUniqueDQForNodeUnit", "DoubleQDQPairsRemover",
    "Level1_RuleBasedTransformer", "Level2_RuleBasedTransformer", "QDQSelectorActionTransformer",
    "GemmActivationFusion", "MatMulIntegerToFloatFusion", "DynamicQuantizeMatMulFusion", "ConvActivationFusion",
    "AttentionFusion", "EmbedLayerNormFusion", "GatherSliceToSplitFusion", "GatherToSliceFusion",
    "MatmulTransposeFusion", "BiasGeluFusion", "GroupQueryAttentionFusion", "SimplifiedLayerNormFusion",
    "SkipLayerNormFusion", "FastGeluFusion", "QuickGeluFusion", "BiasSoftmaxFusion", "BiasDropoutFusion",
    "MatMulScaleFusion", "MatMulActivationFusion", "MatMulNBitsFusion", "ConvAddActivationFusion", "ConvAddFusion",
    "NhwcTransformer", "AvoidDequantizeLinear", "PropagateCastOps", "PadFusion", "DQMatMulToMatMulNBits",
)  # fmt: skip
"""Rewritings that onnxruntime tries on every graph: ours runs no quicker for them, and they take half the time of
loading. What stays is the folding of constants and the layout of channels in blocks."""
_REPAIR = "pip install --force-reinstall onnxruntime"
_loading = Lock()


class Runner:
    """One loaded network. Any number of threads may call it at once."""

    def __init__(self, network: Network, session: onnxruntime.InferenceSession) -> None:
        self.network = network
        self._session = session

    def __call__(self, picture: NDArray[np.uint8]) -> list[NDArray[np.float32]]:
        """Run it on a (side, side, 3) RGB picture; the outputs come without their first dimension, which is 1."""
        low = self.network.low
        planes = np.ascontiguousarray(picture.transpose(2, 0, 1), np.float32)
        planes *= np.float32((1 - low) / 255)
        planes += np.float32(low)
        outputs: list[NDArray[np.float32]] = self._session.run(list(self.network.gives), {"image": planes[None]})
        return [output[0] for output in outputs]


def load(name: str) -> Runner:
    """Give a network of the table, the same one to everybody in this process.

    Raise `NotInstalledError` if its file or onnxruntime is missing, or if the file is not the one that was released.
    """
    with _loading:
        return _load(name)


def examine() -> dict[str, str]:
    """Run every network once; give name and trouble, a sentence, "" where it works."""
    return {name: _trouble(name) for name in NETWORKS}


def _trouble(name: str) -> str:
    side = NETWORKS[name].side
    try:
        outputs = load(name)(np.zeros((side, side, 3), np.uint8))
    except NotInstalledError as fault:
        return str(fault)
    finite = all(np.isfinite(output).all() for output in outputs)
    return "" if finite else f"The network {name!r} computes no numbers here; repair onnxruntime with: {_REPAIR}"


@cache
def _load(name: str) -> Runner:
    network = NETWORKS[name]
    return Runner(network, _session(_checked(WEIGHTS / network.file, network.sha256)))


def _session(data: bytes) -> onnxruntime.InferenceSession:
    try:
        import onnxruntime
    except ImportError:
        raise NotInstalledError(
            "Faces are measured through onnxruntime, which is not installed; install it with: pip install onnxruntime"
        ) from None
    onnxruntime.set_default_logger_severity(_FATAL)
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _FATAL
    return onnxruntime.InferenceSession(
        data, options, providers=["CPUExecutionProvider"], disabled_optimizers=list(_SLOW_TO_LOAD)
    )


def _checked(path: Path, sha256: str) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise NotInstalledError(
            f"The network {path.name!r} that ships with avatar cannot be read ({fault.strerror}); "
            "repair it with: pip install --force-reinstall avatar"
        ) from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise NotInstalledError(
            f"The network {path.name!r} is not the one that ships with avatar; "
            "repair it with: pip install --force-reinstall avatar"
        )
    return data
