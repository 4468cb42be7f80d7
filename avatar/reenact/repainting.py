"""What all renderers have in common that let a network paint the face: the mesh's film, and squares laid over it."""

from __future__ import annotations

from collections import deque
from copy import copy
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from avatar.errors import NotInstalledError
from avatar.reenact.mesh import MeshRenderer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import ClassVar

    import numpy as np
    from numpy.typing import NDArray
    from typing_extensions import Self

    from avatar.data import Frame, MotionTrack, Portrait, RenderCapabilities
    from avatar.data.network import NetworkFacts
    from avatar.reenact.framing import Framing
    from avatar.reenact.pasting import Transfer
    from avatar.stages import FrameFilter, Painted


class Shot(Protocol):
    """What a painter keeps of a portrait that it has set up."""

    @property
    def square(self) -> Framing:
        """Where the square lies in the portrait."""
        ...

    @property
    def transfer(self) -> Transfer:
        """From the network's colours to the portrait's."""
        ...


_S = TypeVar("_S", bound=Shot)


class Painter(Protocol[_S]):
    """Who paints squares around a head."""

    def load(self) -> object:
        """Load the network, once."""
        ...

    def computes_on(self) -> str:
        """Where the network computes, cpu or cuda; it is loaded for that."""
        ...

    def shot(self, portrait: Portrait) -> _S:
        """Set a portrait up, or give what was set up for it before."""
        ...

    def squares(self, shot: _S, motion: MotionTrack, covers: deque[NDArray[np.uint8]]) -> Iterator[Painted]:
        """Yield the square of each row of a motion, lazily; `covers` gets, before it, where the person is in it."""
        ...


class RepaintingRenderer:
    """A renderer whose network paints over what the mesh renderer draws of the same motion."""

    capabilities: ClassVar[RenderCapabilities]
    name: ClassVar[str]
    """of the renderer, and of the task of its network in the catalogue"""
    usual: ClassVar[str]
    """name of the network that it draws with unless somebody names another"""

    def __init__(self) -> None:
        self._mesh = MeshRenderer()
        self._painter: Painter[Any] | None = None
        self._filters: tuple[FrameFilter, ...] = ()
        self.networks: tuple[NetworkFacts, ...] = ()
        """which network it is, once it is there"""

    def load(self) -> None:
        """Load the network. Raise `InputError` for files that are none, or for want of a GPU that was asked for."""
        self._equipped().load()

    def computes_on(self) -> str:
        """Where the network computes, cpu or cuda."""
        return self._equipped().computes_on()

    def through(self, filters: Sequence[FrameFilter]) -> Self:
        """Give one whose network's own pictures pass through these on their way into the frame."""
        other = copy(self)
        other._filters = (*self._filters, *filters)
        return other

    def render(self, portrait: Portrait, motion: MotionTrack, size: tuple[int, int]) -> Iterator[Frame]:
        """Yield one frame per row of `motion`, `size` = (width, height) px."""
        return self._pasted(self._mesh.render(portrait, motion, size), portrait, motion, size)

    def cut_out(self, portrait: Portrait, motion: MotionTrack, size: tuple[int, int]) -> Iterator[Frame]:
        """Yield the person alone: 4 channels, straight alpha."""
        return self._pasted(self._mesh.cut_out(portrait, motion, size), portrait, motion, size)

    def over(
        self, portrait: Portrait, motion: MotionTrack, size: tuple[int, int], behind: Iterable[NDArray[np.uint8]]
    ) -> Iterator[Frame]:
        """Yield the person before one picture (height, width, 3) a frame."""
        return self._pasted(self._mesh.over(portrait, motion, size, behind), portrait, motion, size)

    def emptied(self, portrait: Portrait, size: tuple[int, int]) -> NDArray[np.uint8]:
        """Give the photo's background without the person, (height, width, 3)."""
        return self._mesh.emptied(portrait, size)

    def _pasted(
        self, frames: Iterable[Frame], portrait: Portrait, motion: MotionTrack, size: tuple[int, int]
    ) -> Iterator[Frame]:
        from avatar.reenact.framing import frame_portrait
        from avatar.reenact.pasting import Paster

        painter = self._equipped()
        shot = painter.shot(portrait)
        covers: deque[NDArray[np.uint8]] = deque()
        squares: Iterable[Frame] = painter.squares(shot, motion, covers)
        for each in self._filters:
            squares = each.apply(squares)
        paster = Paster(shot.square, frame_portrait(portrait, size), shot.transfer, portrait.image.shape[:2])
        for frame, square in zip(frames, squares, strict=True):
            paster.paste(frame.image, square.image, covers.popleft())
            yield frame

    def _equipped(self) -> Painter[Any]:
        if self._painter is None:
            raise NotInstalledError(
                f"The renderer {self.name!r} draws with a network, and has none yet; get one with: avatar model "
                f"install {self.usual}"
            )
        return self._painter
