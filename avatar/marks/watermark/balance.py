"""Give more of the mark to bits that the picture speaks against, and less to those that it speaks for.

Whoever marks a picture knows what it will add to each bit, so this is no noise to be drowned: "writing on dirty paper"
(Costa 1983), here in the form of improved spread spectrum (Malvar and Florencio 2003).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LEAST, _MOST = 0.3, 2.2
"""of the even share of a bit"""


def rebalance(weights: NDArray[np.float64], read: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return weights (128,) of mean square 1 that bring all bits nearer to the same margin.

    `read` is what a detector reads with the weights as they are, (128,), positive where it is right.
    """
    usual = float(np.mean(read))
    if usual <= 0:
        return weights
    wanted = weights + 1 - read / usual
    for _ in range(3):
        wanted = np.clip(wanted, _LEAST, _MOST)
        wanted /= np.sqrt(np.mean(wanted**2))
    return wanted
