"""The command line: one module per command, each a thin layer over the library."""

# Shapes no clip.

from __future__ import annotations


def main() -> None:
    """Run the command line and leave with its exit code."""
    import gc
    import os
    import sys

    from avatar.cli.streams import let_go, open_missing

    open_missing()
    if sys.warnoptions and "--debug" not in sys.argv:  # of PYTHONWARNINGS: what libraries warn of is not the user's
        import warnings

        warnings.resetwarnings()
        warnings.simplefilter("ignore")
    from avatar.cli.stopping import Stopped, leave, listen
    from avatar.runtime.stops import stops
    from avatar.runtime.unfinished import sweep

    # What is imported stays; the interpreter looks through it less often for what could be freed, and starts sooner.
    gc.set_threshold(20_000)
    try:
        listen()
        code = _work()
        if stops.asked:  # a library has made nothing of it
            raise Stopped(stops.asked)
        let_go()
        stops.over()
    except Stopped as stop:
        code = leave(stop.number)
        # All has been put away but what other threads are at; native libraries that were stopped half-way are not asked
        # to tidy up as well.
        sweep()
        let_go()
        os._exit(code)
    # At its end the interpreter would look through all objects once more, for half a second, only to free them.
    gc.freeze()
    sys.exit(code)


def _work() -> int:
    import sys

    from avatar.runtime.system import share_heaps
    from avatar.runtime.threads import take_one_thread_each

    share_heaps()
    take_one_thread_each()
    from avatar.runtime.starts import remembered

    with remembered():
        from avatar.cli.edge import run

        return run(sys.argv[1:])
