"""A stand-in for a graphics card: libraries that say they have one, and compute on the processor."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

TENSORRT, CUDA, CPU = "TensorrtExecutionProvider", "CUDAExecutionProvider", "CPUExecutionProvider"


@dataclass
class Asked:
    """What onnxruntime was asked for."""

    providers: list[list[str]] = field(default_factory=list)
    """of each session, by name, in their order"""

    def take(self) -> list[list[str]]:
        """Give them, and forget them."""
        taken, self.providers = self.providers, []
        return taken


def with_card(
    monkeypatch: pytest.MonkeyPatch, there: tuple[str, ...] = (TENSORRT, CUDA, CPU), *, loads: bool = True
) -> Asked:
    """Let onnxruntime say that it was built for a card; where that `loads` not, its sessions go on without it."""
    import onnxruntime

    real, asked = onnxruntime.InferenceSession, Asked()

    class Session:
        def __init__(self, graph: str | bytes, options: object = None, providers: list | None = None, **more) -> None:
            self._order = [each if isinstance(each, str) else each[0] for each in providers or [CPU]]
            self._real = real(graph, options, providers=[CPU], **more)
            asked.providers.append(self._order)

        def get_providers(self) -> list[str]:
            return self._order if loads else [CPU]

        def set_providers(self, providers: list[str]) -> None:
            asked.providers.append(providers)

        def __getattr__(self, name: str) -> object:
            return getattr(self._real, name)

    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: list(there))
    monkeypatch.setattr(onnxruntime, "InferenceSession", Session)
    monkeypatch.setattr(onnxruntime, "preload_dlls", lambda: None, raising=False)
    return asked
