"""Surroundings that a program may find itself in: one line of shell each."""

from __future__ import annotations

from dataclasses import dataclass

DONE, TOLD, READ_AWAY = (0,), (2, 4), (0, 141)
EITHER = (0, 2, 4)
SPEAK = "speak --voice fast 'Good morning.'"
SAY = "say --voice fast --size 128x128 'Good day to you.'"


@dataclass(frozen=True, slots=True)
class Case:
    """One try."""

    name: str
    """what is hostile, and what is tried there"""
    script: str
    """bash, in a folder with `home`, `user` and `out`; its exit code is the one that counts"""
    codes: tuple[int, ...] = EITHER
    """exit codes that are fine"""
    says: str = ""
    """pattern of what must be said on standard error"""
    needs: tuple[str, ...] = ()
    """programs without which it is left out"""
    is_mute: bool = False
    """its standard error goes elsewhere"""


def _all(name: str, before: str, codes: tuple[int, ...] = EITHER, says: str = "", **more: object) -> list[Case]:
    """Try a place with a command of each kind."""
    commands = {
        "doctor": "doctor",
        "speak": SPEAK,
        "say": SAY,
        "check": "portrait check xiaochen",
        "voices": "voice list",
        "portraits": "portrait list",
        "consents": "consent list",
        "keys": "keys show",
        "verify": "verify $PWD/nothing.mp4",
        "cache": "cache show",
        "audit": "audit verify",
    }
    made: list[Case] = []
    for kind, command in commands.items():
        own = (0, 2, 3, 4) if kind in ("verify", "audit") else codes
        made.append(
            Case(f"{name}: {kind}", f"{before} $A {command} >stdout", own, says if own == codes else "", **more)  # type: ignore[arg-type]
        )
    return made


HOMES = [
    *_all("home closed", "chmod -R a-w home;"),
    *_all("home may not be read", "chmod 000 home;"),
    *_all("home is a file", "rm -rf home; touch home;", TOLD, "home"),
    *_all("home is /dev/null", "export AVATAR_HOME=/dev/null;", TOLD, "/dev/null"),
    *_all("user's folder /dev/null", "unset AVATAR_HOME; export HOME=/dev/null;", says=""),
    *_all("user's folder closed", "unset AVATAR_HOME; chmod 500 user;"),
    *_all(
        "user's folder closed, home given", "chmod 500 user; export HOME=$PWD/user XDG_CACHE_HOME=$PWD/user/c;", DONE
    ),
    Case(
        "~ in AVATAR_HOME",
        "export AVATAR_HOME='~/av'; $A " + SPEAK + " && test -d user/av/audit && ! test -e '~'",
        DONE,
    ),
    Case(
        "~ in AVATAR_HOME, cache", "export AVATAR_HOME='~/av'; $A cache show && test -d user/av && ! test -e '~'", DONE
    ),
    Case("AVATAR_HOME of nobody's", "export AVATAR_HOME='~nosuchuser/av'; $A " + SPEAK, EITHER),
    Case("AVATAR_HOME empty", "export AVATAR_HOME=; $A " + SPEAK, DONE),
    Case("AVATAR_HOME of blanks", "export AVATAR_HOME='  '; $A " + SPEAK, EITHER),
    Case("AVATAR_HOME relative", "export AVATAR_HOME=rel/av; $A " + SAY + " && test -d rel/av/audit", DONE),
    Case("AVATAR_HOME far down", "export AVATAR_HOME=$PWD/a/b/c/d/e; $A " + SPEAK, DONE),
    Case("AVATAR_HOME too long", "export AVATAR_HOME=$PWD/$(printf 'x%.0s' {1..300}); $A " + SPEAK, TOLD),
    Case("AVATAR_HOME not UTF-8", "export AVATAR_HOME=$PWD/$'av\\xff'; $A " + SPEAK, EITHER),
    Case("AVATAR_HOME Chinese", "export AVATAR_HOME=$PWD/我的家; $A " + SPEAK, DONE),
    Case("AVATAR_HOME with a newline", "export AVATAR_HOME=$PWD/$'a\\nb'; $A " + SPEAK, EITHER),
    Case("AVATAR_HOME dangling link", "ln -s nowhere/at/all lost; export AVATAR_HOME=$PWD/lost; $A " + SPEAK, EITHER),
    Case("AVATAR_HOME link in a ring", "ln -s b a; ln -s a b; export AVATAR_HOME=$PWD/a; $A " + SPEAK, TOLD),
    Case("HOME unset", "unset HOME AVATAR_HOME; export XDG_DATA_HOME=$PWD/d XDG_CACHE_HOME=$PWD/c; $A " + SPEAK, DONE),
    Case("HOME relative", "unset AVATAR_HOME; export HOME=user; $A " + SPEAK, EITHER),
    Case("HOME empty", "unset AVATAR_HOME; export HOME=; $A " + SPEAK, EITHER),
    Case(
        "no user, no HOME, home given",
        "chmod -R a+rwX . ; unset HOME; setpriv --reuid=54321 --regid=54321 --clear-groups $A doctor >stdout",
        EITHER,
        needs=("setpriv",),
    ),
    Case(
        "no user, no HOME, no home",
        "chmod a+rwx . ; unset HOME AVATAR_HOME; setpriv --reuid=54321 --regid=54321 --clear-groups $A " + SPEAK,
        EITHER,
        needs=("setpriv",),
    ),
    Case(
        "no user, HOME=/, no home",
        "chmod a+rwx . ; unset AVATAR_HOME; export HOME=/; setpriv --reuid=54321 --regid=54321 --clear-groups $A "
        + SPEAK,
        EITHER,
        needs=("setpriv",),
    ),
    Case(
        "somebody else's keys",
        "chmod -R a+rwX . ; chmod a+rwx .; setpriv --reuid=54321 --regid=54321 --clear-groups $A " + SPEAK,
        EITHER,
        needs=("setpriv",),
    ),
    Case("cache closed: say", "chmod -R a-w home/cache; $A " + SAY, DONE),
    Case("cache is a file: say", "rm -rf home/cache; touch home/cache; $A " + SAY, EITHER),
    Case("cache may not be read: say", "chmod 000 home/cache; $A " + SAY, EITHER),
    Case("cache gone in the midst of use", "rm -rf home/cache; $A " + SAY, DONE),
    Case(
        "prepared portraits closed",
        "rm -rf home/portraits; mkdir home/portraits; chmod 500 home/portraits; $A " + SAY,
        EITHER,
    ),
    Case(
        "a home that appears closed: cold say",
        "rm -rf home; mkdir home; chmod 500 home; $C " + SAY,
        TOLD,
        "AVATAR_HOME",
    ),
]

PACKAGES = [
    Case("package closed: say, home given", "chmod 500 user; $C " + SAY, DONE),
    Case("package closed: say, home new", "chmod 500 user; rm -rf home; $C " + SAY, DONE),
    Case("package closed: doctor", "chmod 500 user; $C doctor >stdout", DONE),
    Case("package closed: speak", "chmod 500 user; $C " + SPEAK, DONE),
    Case("package closed: loops kept", "$C " + SAY + "; test -n \"$(find home -name '*.loop')\"", DONE),
    Case("package and HOME closed: doctor", "unset AVATAR_HOME; chmod 500 user; $C doctor >stdout", EITHER),
    Case("package and HOME closed: speak", "unset AVATAR_HOME; chmod 500 user; $C " + SPEAK, EITHER),
    Case("package and HOME closed: say", "unset AVATAR_HOME; chmod 500 user; $C " + SAY, EITHER),
    Case("package and home's cache closed: say", "chmod -R a-w home/cache; $C " + SAY, DONE),
    Case("all closed, NUMBA_CACHE_DIR closed", "mkdir n; chmod 500 n; export NUMBA_CACHE_DIR=$PWD/n; $C " + SAY, DONE),
    Case("package closed, check", "chmod 500 user; $C portrait check xiaochen >stdout", DONE),
    Case(
        "package closed, background", "chmod 500 user; $C say --background green --voice fast --size 128x128 Hi.", DONE
    ),
    Case(
        "package closed, burned subtitles",
        "chmod 500 user; $C say --subtitles burn --voice fast --size 128x128 Hi.",
        DONE,
    ),
    Case(
        "root read-only but home",
        "unshare -rm bash -c 'mount --bind / / && mount -o remount,bind,ro / ; mount -t tmpfs none $PWD/home; cd $PWD/home; "
        "export HOME=/; $C " + SAY.replace("'", '"') + "'",
        EITHER,
        needs=("unshare",),
    ),
    Case(
        "root read-only with tmpfs home and no /tmp",
        "unshare -rm bash -c 'mount -t tmpfs none $PWD/home; mount -t tmpfs -o ro none /tmp; true'; "
        "unshare -rm bash -c 'H=$PWD/home; mount -t tmpfs none $H; mount -o remount,bind,ro / 2>/dev/null; "
        "TMPDIR=/nonexistent $C say --voice fast --size 128x128 -o $H/a.mp4 Hello.'",
        EITHER,
        needs=("unshare",),
    ),
]

STREAMS = [
    *[
        Case(f"{stream} closed: {kind}", f"$A {command} {how}", codes, is_mute=True)
        for stream, how in {
            "stdout": ">&-",
            "stderr": "2>&-",
            "stdin": "<&-",
            "all": ">&- 2>&- <&-",
            "stdout and stderr": ">&- 2>&-",
        }.items()
        for kind, command, codes in (
            ("say", SAY + " -o out/a.mp4", DONE),
            ("speak", SPEAK, DONE),
            ("doctor", "doctor", DONE),
            ("voices", "voice list", DONE),
            ("help", "say --help", DONE),
            ("version", "--version", DONE),
            ("a fault", "say --portrait nobody.jpg Hi.", TOLD),
            ("misuse", "say --sized 3 Hi.", TOLD),
            ("json", SPEAK + " --json", DONE),
        )
    ],
    *[
        Case(f"stdout full: {kind}", f"$A {command} >/dev/full", TOLD, is_mute=False)
        for kind, command in (
            ("say", SAY),
            ("speak", SPEAK + " --json"),
            ("doctor", "doctor"),
            ("voices", "voice list"),
            ("help", "say --help"),
            ("version", "--version"),
            ("keys", "keys show"),
        )
    ],
    *[
        Case(f"stderr full: {kind}", f"$A {command} 2>/dev/full", codes, is_mute=True)
        for kind, command, codes in (
            ("say", SAY, DONE),
            ("warning", "speak --voice fast --lang en 'Good morning. 你好。'", EITHER),
            ("fault", "say --portrait nobody.jpg Hi.", TOLD),
            ("misuse", "say --sized 3 Hi.", TOLD),
        )
    ],
    *[
        Case(f"reader left: {kind}", f"$A {command} | {reader}; exit ${{PIPESTATUS[0]}}", READ_AWAY)
        for reader in ("head -1 >/dev/null", "true", "sleep 0.01")
        for kind, command in (
            ("help", "say --help"),
            ("main help", "--help"),
            ("voices", "voice list"),
            ("doctor", "doctor"),
            ("voice help", "voice list --help"),
            ("version", "--version"),
            ("speak", SPEAK),
            ("json", "voice list --json"),
        )
    ],
    Case("reader of stderr left", "$A say --portrait nobody.jpg Hi. 2> >(true)", TOLD, is_mute=True),
    Case("reader of stderr left, misuse", "sleep 0.3; $A say --sized 1 Hi. 2> >(true)", TOLD, is_mute=True),
    Case(
        "reader of both left",
        "$A say --portrait nobody.jpg Hi. 2>&1 | true; exit ${PIPESTATUS[0]}",
        (2, 141),
        is_mute=True,
    ),
    Case("text from a closed stdin", "$A speak --voice fast --file - <&-", TOLD),
    Case("text from a folder", "$A speak --voice fast --file - </tmp", TOLD),
    Case("no text, stdin closed", "$A speak --voice fast <&-", TOLD),
    Case("stdin may only be written", "$A speak --voice fast --file - 0>out/x", TOLD),
    Case("stdout may only be read", "echo x >x; $A voice list 1<x", TOLD),
    Case("SIGPIPE ignored", "trap '' PIPE; $A voice list | true; exit ${PIPESTATUS[0]}", READ_AWAY),
    Case("file descriptors few", "ulimit -n 24; $A " + SAY, EITHER),
    Case("file descriptors very few", "ulimit -n 12; $A " + SPEAK, EITHER),
    Case("no terminal to ask on", "$A consent sign out/x.png --self <&-", TOLD),
]

FOLDERS = [
    *[
        Case(f"working folder gone: {kind}", f"mkdir gone; cd gone; rmdir ../gone; $A {command}", codes, says)
        for kind, command, codes, says in (
            ("absolute output", SAY + " -o $HOME/a.mp4", DONE, ""),
            ("absolute speak", SPEAK + " -o $HOME/a.wav", DONE, ""),
            ("relative output", SAY + " -o a.mp4", TOLD, ""),
            ("no output", SPEAK, TOLD, ""),
            ("doctor", "doctor >/dev/null", DONE, ""),
            ("help", "--help >/dev/null", DONE, ""),
            ("relative photo", "portrait check me.jpg", TOLD, ""),
            ("relative text file", "speak --file me.txt", TOLD, ""),
            ("voices", "voice list >/dev/null", DONE, ""),
        )
    ],
    Case("working folder gone, home relative", "mkdir gone; cd gone; rmdir ../gone; AVATAR_HOME=av $A " + SPEAK, TOLD),
    Case("working folder closed", "mkdir w; cd w; chmod 500 .; $A " + SPEAK, TOLD),
    Case("working folder may not be entered", "mkdir w; cd w; chmod 000 .; $A " + SPEAK + " -o $HOME/a.wav", EITHER),
    Case("output folder closed", "chmod 500 out; $A " + SAY + " -o out/a.mp4", TOLD),
    Case("output folder missing", "$A " + SAY + " -o out/b/a.mp4", TOLD),
    Case("output in a file", "touch f; $A " + SAY + " -o f/a.mp4", TOLD),
    Case("output is a folder", "mkdir out/a.mp4; $A " + SAY + " -o out/a.mp4", TOLD),
    Case("output is a folder, with /", "$A " + SAY + " -o out/", TOLD),
    Case("output is /dev/null", "$A " + SPEAK + " -o /dev/null", TOLD),
    Case("output is a device with an ending", "ln -s /dev/null out/a.wav; $A " + SPEAK + " -o out/a.wav", TOLD),
    Case("output is a pipe", "mkfifo out/a.wav; $A " + SPEAK + " -o out/a.wav", TOLD),
    Case(
        "output is a socket",
        "python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"out/a.wav\")'; $A " + SPEAK + " -o out/a.wav",
        TOLD,
    ),
    Case(
        "output is a dangling link",
        "ln -s new.wav out/a.wav; $A " + SPEAK + " -o out/a.wav && test -s out/new.wav",
        DONE,
    ),
    Case("output is a link to nowhere", "ln -s /none/new.wav out/a.wav; $A " + SPEAK + " -o out/a.wav", TOLD),
    Case("output is a link in a ring", "ln -s a.wav out/a.wav; $A " + SPEAK + " -o out/a.wav", TOLD),
    Case(
        "output is a link to a closed folder",
        "mkdir c; chmod 500 c; ln -s ../c/new.wav out/a.wav; $A " + SPEAK + " -o out/a.wav",
        TOLD,
    ),
    Case("timeline is a folder", "mkdir out/a.json; $A " + SAY + " -o out/a.mp4", TOLD),
    Case("timeline is a pipe", "mkfifo out/a.json; timeout 60 $A " + SAY + " -o out/a.mp4", TOLD),
    Case("timeline may not be read", "touch out/a.json; chmod 000 out/a.json; $A " + SAY + " -o out/a.mp4", TOLD),
    Case(
        "output is the text's file", "echo Hi >out/a.wav; $A speak --voice fast --file out/a.wav -o out/a.wav", EITHER
    ),
    Case(
        "output is the photo",
        "cp $PYTHONPATH/portraits/xiaochen/portrait.jpg out/a.mp4; $A say -p out/a.mp4 -o out/a.mp4 Hi.",
        (2, 3, 4),
    ),
    Case("output without a name", "$A " + SAY + " -o ''", TOLD),
    Case("output with a NUL is not possible, with a newline", "$A " + SPEAK + " -o $'out/a\\nb.wav'", EITHER),
    Case("output begins with a dash", "$A " + SPEAK + " -o -a.wav", EITHER),
    Case("name of 255 bytes", "$A " + SAY + " -o out/$(printf 'x%.0s' {1..251}).mp4", TOLD, "long"),
    Case("name of 250 bytes", "$A " + SAY + " -o out/$(printf 'x%.0s' {1..246}).mp4", EITHER),
    Case("name of 255 bytes: speak", "$A " + SPEAK + " -o out/$(printf 'x%.0s' {1..251}).wav", EITHER),
    Case("name of 240 bytes: speak", "$A " + SPEAK + " -o out/$(printf 'x%.0s' {1..236}).wav", EITHER),
    Case("name of 300 bytes", "$A " + SAY + " -o out/$(printf 'x%.0s' {1..296}).mp4", TOLD, "long"),
    Case("name of 84 Han characters", "$A " + SAY + " -o out/$(printf '字%.0s' {1..84}).mp4", TOLD, "long"),
    Case("name of 80 Han characters", "$A " + SAY + " -o out/$(printf '字%.0s' {1..80}).mp4", EITHER),
    Case("path of 5000 bytes", "$A " + SAY + " -o out/$(printf 'xxxxxxxxx/%.0s' {1..500})a.mp4", TOLD),
    Case("photo's name of 300 bytes", "$A say -p $(printf 'x%.0s' {1..300}).jpg Hi.", TOLD),
    Case("photo's name of 5000 bytes", "$A say -p $(printf 'x%.0s' {1..5000}) Hi.", TOLD),
    Case(
        "portrait's name of 250 bytes",
        "$A portrait enroll $PYTHONPATH/portraits/xiaochen/portrait.jpg --name $(printf 'x%.0s' {1..250})",
        EITHER,
    ),
    Case(
        "portrait's name of 300 bytes",
        "$A portrait enroll $PYTHONPATH/portraits/xiaochen/portrait.jpg --name $(printf 'x%.0s' {1..300})",
        TOLD,
    ),
    Case("text file's name too long", "$A speak --file $(printf 'x%.0s' {1..300})", TOLD),
    Case("sound's name too long", "$A say --audio $(printf 'x%.0s' {1..300}).wav Hi.", TOLD),
    Case("background's name too long", "$A " + SAY + " --background $(printf 'x%.0s' {1..300}).png", TOLD),
    Case(
        "subtitles beside a long name",
        "$A " + SAY + " --subtitles file -o out/$(printf 'x%.0s' {1..251}).mp4",
        TOLD,
        "long",
    ),
    Case("umask 777", "umask 777; $A " + SPEAK + " -o out/a.wav", EITHER),
    Case("umask 777: say", "umask 777; $A " + SAY + " -o out/a.mp4", EITHER),
    Case("umask 777, home new", "rm -rf home; umask 777; $A " + SPEAK + " -o out/a.wav", EITHER),
    Case("umask 777, home new: say", "rm -rf home; umask 777; $A " + SAY + " -o out/a.mp4", EITHER),
    Case("umask 277, home new: say", "rm -rf home; umask 277; $A " + SAY + " -o out/a.mp4", EITHER),
    Case("umask 000, home new", "rm -rf home; umask 000; $A " + SPEAK + " -o out/a.wav", DONE),
    Case("TMPDIR missing", "export TMPDIR=$PWD/none; $A " + SAY, DONE),
    Case("TMPDIR closed", "mkdir t; chmod 500 t; export TMPDIR=$PWD/t; $A " + SAY, DONE),
    Case("TMPDIR a file", "touch t; export TMPDIR=$PWD/t; $A " + SAY, DONE),
    Case("TMPDIR missing: cold say", "export TMPDIR=$PWD/none; rm -rf home; $C " + SAY, DONE),
    Case("TMPDIR missing: natural voice", "export TMPDIR=$PWD/none; $A speak Hello.", DONE),
    Case(
        "TMPDIR missing: enrol",
        "export TMPDIR=$PWD/none; cp $PYTHONPATH/portraits/xiaochen/portrait.jpg me.jpg; $A portrait check me.jpg >stdout",
        DONE,
    ),
    Case(
        "no folder for scratch at all",
        "unshare -rm bash -c 'W=$PWD; mount -t tmpfs none $W/out; for each in /tmp /var/tmp /usr/tmp; do "
        'test "${W#$each/}" = "$W" && mount -t tmpfs -o ro none $each; done; cd $W/out; TMPDIR=/none exec $A '
        + SAY.replace("'", '"')
        + "' 2>&1 >stdout | grep -v '^mount' >&2; exit ${PIPESTATUS[0]}",
        EITHER,
        needs=("unshare",),
    ),
    Case(
        "TMPDIR full",
        "mkdir t; unshare -rm bash -c 'mount -t tmpfs -o size=4k none $PWD/t; head -c 9999 /dev/zero >$PWD/t/f 2>/dev/null; TMPDIR=$PWD/t exec $A "
        + SAY.replace("'", '"')
        + "'",
        EITHER,
        needs=("unshare",),
    ),
    Case(
        "disk full during the film",
        "unshare -rm bash -c 'mount -t tmpfs -o size=40k none $PWD/out; exec $A "
        + SAY.replace("'", '"')
        + " -o out/a.mp4'; "
        "code=$?; test ! -e out/a.mp4 || exit 99; exit $code",
        TOLD,
        needs=("unshare",),
    ),
    Case(
        "disk full during the sound",
        "unshare -rm bash -c 'mount -t tmpfs -o size=40k none $PWD/out; exec $A "
        + SPEAK.replace("'", '"')
        + " -o out/a.wav'",
        TOLD,
        needs=("unshare",),
    ),
    Case(
        "disk of the home full",
        "unshare -rm bash -c 'mount -t tmpfs -o size=16k none $PWD/home; exec $A "
        + SPEAK.replace("'", '"')
        + " -o out/a.wav'",
        TOLD,
        needs=("unshare",),
    ),
    Case(
        "disk of the home full: say",
        "unshare -rm bash -c 'mount -t tmpfs -o size=64k none $PWD/home; exec $A "
        + SAY.replace("'", '"')
        + " -o out/a.mp4'",
        TOLD,
        needs=("unshare",),
    ),
    Case(
        "no files left on the disk of the home",
        "unshare -rm bash -c 'mount -t tmpfs -o nr_inodes=6 none $PWD/home; exec $A "
        + SPEAK.replace("'", '"')
        + " -o out/a.wav'",
        TOLD,
        needs=("unshare",),
    ),
    Case("files may be 16 kB", "ulimit -f 16; $A " + SAY + " -o out/a.mp4", TOLD),
    Case("files may be 0 bytes", "ulimit -f 0; $A " + SPEAK + " -o out/a.wav", TOLD),
]

_clock = {"set back 12 h": "-12h", "set back 13 h": "-13h", "set back 2 days": "-2d", "set back a year": "-1y"}
_dates = {
    "1970": "1970-01-02 00:00:00",
    "1971": "1971-05-05 05:05:05",
    "2000": "2000-01-01 00:00:00",
    "2100": "2100-06-01 00:00:00",
    "2037": "2037-12-31 23:59:50",
}
CLOCKS = [
    *[
        Case(f"clock {name}: {kind}", f"faketime -f '{by}' $A {command}", EITHER, says, needs=("faketime",))
        for name, by in _clock.items()
        for kind, command, says in (("say", SAY + " --no-cache" if False else SAY, ""), ("speak", SPEAK, ""))
    ],
    *[
        Case(f"clock {name}: {kind}", f"faketime '{at}' $A {command}", EITHER, needs=("faketime",))
        for name, at in _dates.items()
        for kind, command in (
            ("say", SAY),
            ("speak", SPEAK),
            ("doctor", "doctor >stdout"),
            ("consents", "consent list >stdout"),
        )
    ],
    *[
        Case(
            f"clock {name}, home new: {kind}", f"rm -rf home; faketime '{at}' $A {command}", EITHER, needs=("faketime",)
        )
        for name, at in _dates.items()
        for kind, command in (("say", SAY), ("speak", SPEAK))
    ],
    *[
        Case(
            f"first use in {name}, then now: {kind}",
            f"rm -rf home; faketime '{at}' $A {SPEAK} 2>/dev/null; $A {command}",
            EITHER,
            needs=("faketime",),
        )
        for name, at in _dates.items()
        for kind, command in (("say", SAY), ("speak", SPEAK))
    ],
    Case("timezone odd", "export TZ=Nowhere/Land; $A " + SAY, DONE),
    Case("timezone absurd", "export TZ=':::/etc/passwd'; $A " + SPEAK, DONE),
    Case("SOURCE_DATE_EPOCH absurd", "export SOURCE_DATE_EPOCH=abc; $A " + SPEAK, EITHER),
]

_memory = (200, 300, 400, 500, 600, 700, 800, 900, 1000, 1200)
MEMORY = [
    *[
        Case(f"memory {size} MB: {kind}", f"ulimit -v {size * 1024}; $A {command}", EITHER, "")
        for size in _memory
        for kind, command in (("speak", SPEAK), ("say", SAY), ("doctor", "doctor >stdout"))
    ],
    *[
        Case(
            f"memory {size} MB: say 720p",
            f"ulimit -v {size * 1024}; $A say --voice fast --size 1280x720 Hello.",
            EITHER,
        )
        for size in (1000, 1200, 1500)
    ],
    *[
        Case(f"memory {size} MB: natural voice", f"ulimit -v {size * 1024}; $A speak Hello.", EITHER)
        for size in (600, 800, 1000, 1200)
    ],
    *[
        Case(f"memory {size} MB: cold say", f"ulimit -v {size * 1024}; rm -rf home; $C {SAY}", EITHER)
        for size in (600, 800, 1000)
    ],
    Case("few processes", "ulimit -u 1 && $A " + SAY, EITHER),
    Case("small stack", "ulimit -s 256; $A " + SAY, EITHER),
    Case(
        "processor time limited",
        "ulimit -t 1; $A " + SAY + "; code=$?; test $code = 137 -o $code = 152 && code=0; exit $code",
        EITHER,
    ),
]

_values = {
    "NUMBA_NUM_THREADS": ("0", "abc", "-1", "9999", ""),
    "NUMBA_CPU_NAME": ("none",),
    "NUMBA_DISABLE_JIT": ("1",),
    "NUMBA_OPT": ("abc",),
    "NUMBA_DEBUG": ("abc",),
    "NUMBA_THREADING_LAYER": ("nothing",),
    "NUMBA_CACHE_DIR": ("/dev/null", "/none/at/all", "~/x", ""),
    "OMP_NUM_THREADS": ("abc", "0", "-3", "100000"),
    "OMP_WAIT_POLICY": ("abc",),
    "KMP_AFFINITY": ("abc",),
    "MKL_NUM_THREADS": ("abc",),
    "OPENBLAS_NUM_THREADS": ("abc", "0"),
    "OPENCV_LOG_LEVEL": ("abc",),
    "OPENCV_FOR_THREADS_NUM": ("abc",),
    "PYTHONWARNINGS": ("error", "nonsense", "default"),
    "PYTHONIOENCODING": ("ascii", "utf-16", "latin-1:strict"),
    "PYTHONOPTIMIZE": ("2",),
    "PYTHONHASHSEED": ("7",),
    "PYTHONDONTWRITEBYTECODE": ("1",),
    "PYTHONUNBUFFERED": ("1",),
    "PYTHONUTF8": ("0",),
    "PYTHONDEVMODE": ("1",),
    "PYTHONSAFEPATH": ("1",),
    "LC_ALL": ("POSIX", "C", "xx_YY.nonsense", "zh_CN.GB18030"),
    "LANG": ("C", "nonsense"),
    "TERM": ("dumb", "", "nonsense"),
    "COLUMNS": ("0", "-5", "abc", "3"),
    "NO_COLOR": ("1",),
    "FORCE_COLOR": ("1",),
    "TERMINAL_WIDTH": ("abc",),
    "XDG_CACHE_HOME": ("/dev/null", "relative", "/none"),
    "XDG_DATA_HOME": ("/dev/null",),
    "XDG_CONFIG_HOME": ("/dev/null",),
    "MPLCONFIGDIR": ("/dev/null",),
    "MPLBACKEND": ("nonsense",),
    "PATH": ("", "/none"),
    "ESPEAK_DATA_PATH": ("/none",),
    "SSL_CERT_FILE": ("/none",),
    "HTTPS_PROXY": ("nonsense",),
    "MALLOC_ARENA_MAX": ("abc",),
    "ORT_LOGGING_LEVEL": ("abc",),
    "_TYPER_COMPLETE": ("x",),
    "_AVATAR_COMPLETE": ("bash_source",),
}
VALUES = [
    *[
        Case(f"{name}={value}: {kind}", f"export {name}='{value}'; {run} {command}", EITHER)
        for name, values in _values.items()
        for value in values
        for kind, run, command in (
            *((("cold say", "$C", SAY),) if name.startswith("NUMBA") else (("say", "$A", SAY),)),
            ("doctor", "$A", "doctor >stdout"),
        )
        if not (name == "PATH")
    ],
    Case("PATH empty: say", 'A="$(command -v ${A%% *}) ${A#* }"; export PATH=; $A ' + SAY, EITHER),
    *[
        Case(f"{locale}: {kind}", f"export {locale}; {line}", codes)
        for locale in (
            "LC_ALL=POSIX",
            "LANG=C LC_ALL=",
            "LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0",
            "PYTHONIOENCODING=ascii",
            "LC_ALL=en_US.ISO-8859-1 PYTHONUTF8=0",
        )
        for kind, line, codes in (
            ("Chinese text", "$A speak --voice fast '您好，世界。' >stdout", EITHER),
            ("Chinese output", "$A speak --voice fast -o out/你好.wav Hello. && ls out >/dev/null", EITHER),
            ("Chinese fault", "$A say --portrait 没有.jpg Hello.", TOLD),
            ("Chinese json", "$A speak --voice fast --json '您好' >stdout", EITHER),
            ("Chinese file", "echo 您好 >你好.txt; $A speak --voice fast --file 你好.txt >stdout", EITHER),
            ("voices", "$A voice list >stdout", DONE),
            ("show", "$A portrait list >stdout", DONE),
        )
    ],
    Case("text not UTF-8", "$A speak --voice fast $'gr\\xfc\\xdfe'", TOLD),
    Case("output not UTF-8", "$A " + SPEAK + " -o $'out/\\xff.wav'", EITHER),
    Case("output not UTF-8: say", "$A " + SAY + " -o $'out/\\xff.mp4'", EITHER),
    Case("output not UTF-8, json", "$A " + SAY + " --json -o $'out/\\xff.mp4'", EITHER),
    Case("photo not UTF-8", "$A say -p $'\\xff.jpg' Hello.", TOLD),
    Case(
        "photo there, not UTF-8",
        "cp $PYTHONPATH/portraits/xiaochen/portrait.jpg $'\\xff.jpg'; $A portrait check $'\\xff.jpg' >stdout",
        EITHER,
    ),
    Case(
        "photo there, not UTF-8: say",
        "cp $PYTHONPATH/portraits/xiaochen/portrait.jpg $'\\xff.jpg'; $A say --voice fast --size 128x128 -p $'\\xff.jpg' Hi.",
        (0, 2, 3, 4),
    ),
    Case("voice not UTF-8", "$A speak --voice $'\\xff' Hello.", TOLD),
    Case("file not UTF-8", "echo Hi >$'\\xff.txt'; $A speak --voice fast --file $'\\xff.txt'", EITHER),
    Case("options not UTF-8", "$A speak --lang $'\\xff' Hello.", TOLD),
    Case("purpose not UTF-8", "$A " + SAY + " --purpose $'x-\\xff'", (2, 3, 4)),
    Case("product not UTF-8", "$A " + SAY + " --product $'\\xff'", EITHER),
    Case("command not UTF-8", "$A $'\\xff'", TOLD),
    Case("option's name not UTF-8", "$A say $'--\\xff' Hi.", TOLD),
    Case("background not UTF-8", "$A " + SAY + " --background $'\\xff'", TOLD),
    Case(
        "consent's subject not UTF-8",
        "cp $PYTHONPATH/portraits/xiaochen/portrait.jpg me.jpg; $A consent sign me.jpg --self --yes --subject $'\\xff'",
        TOLD,
    ),
    Case(
        "library: lone surrogate",
        "${A% -m avatar} -c 'import avatar\ntry: avatar.read(chr(0xd83d)+chr(0x4f60))\nexcept avatar.AvatarError as fault: raise SystemExit(2)\n'",
        (0, 2),
        is_mute=True,
    ),
]

OUTPUTS = [
    Case(
        "8 at once without a name",
        'for i in 1 2 3 4 5 6 7 8; do $A speak --voice fast "Good morning to you number $i." >name$i & done; wait; '
        "test $(sort -u name? | wc -l) = 8 && test $(ls *.wav | wc -l) = 8 || exit 1",
        DONE,
    ),
    Case(
        "4 films at once without a name",
        'for i in 1 2 3 4; do $A say --voice fast --size 128x128 "Good morning to you number $i." >name$i & done; wait; '
        "test $(sort -u name? | wc -l) = 4 && test $(ls *.mp4 | wc -l) = 4 && test $(ls *.json | wc -l) = 4 || exit 1",
        DONE,
    ),
    Case(
        "two write the same output",
        "$A speak --voice fast -o out/a.wav 'One.' & $A speak --voice fast -o out/a.wav 'Two or three.'; a=$?; wait $!; b=$?; "
        "test -s out/a.wav || exit 1; exit $((a > b ? a : b))",
    ),
    Case(
        "killed while it has a name",
        "$A speak --voice fast 'Good morning. And so on.' & sleep 0.9; kill -9 $!; wait $!; $A speak --voice fast 'Good morning. And so on.' >name; "
        'test "$(cat name)" = "$(ls *.wav)"',
        DONE,
    ),
    Case("stale lock files", "for each in $(find home -name '*.lock'); do chmod 400 $each; done; $A " + SPEAK, EITHER),
    Case("lock is a folder", "rm home/audit/.lock; mkdir home/audit/.lock; $A " + SPEAK, TOLD),
    Case("log broken", "echo '{' >>home/audit/log.jsonl; $A " + SPEAK, EITHER),
    Case("log empty", ": >home/audit/log.jsonl; $A " + SPEAK, EITHER),
    Case("head broken", "echo '{' >home/audit/head.json; $A " + SPEAK, EITHER),
    Case("registry broken", "head -c 5000 /dev/urandom >home/registry/clips.sqlite; $A " + SPEAK, TOLD),
    Case("registry empty", ": >home/registry/clips.sqlite; $A " + SPEAK, EITHER),
    Case("registry is a folder", "rm home/registry/clips.sqlite; mkdir home/registry/clips.sqlite; $A " + SPEAK, TOLD),
    Case("ledger broken", "head -c 5000 /dev/urandom >home/consent/ledger.sqlite; $A " + SAY, (2, 3, 4)),
    Case(
        "registry locked",
        '${A% -m avatar} -c \'import sqlite3,time; c=sqlite3.connect("home/registry/clips.sqlite"); c.execute("begin exclusive"); time.sleep(40)\' & p=$!; sleep 1; $A '
        + SPEAK
        + "; code=$?; kill $p; exit $code",
        TOLD,
    ),
    Case("key empty", ": >home/keys/media/current.pem; $A " + SAY, TOLD),
    Case("key gone", "rm home/keys/media/current.pem; $A " + SAY, EITHER),
    Case("watermark key short", "echo x >home/keys/watermark.key; $A " + SAY, EITHER),
    Case("chain broken", "echo x >home/keys/credentials/chain.pem; $A " + SAY, TOLD),
    Case("chain empty", ": >home/keys/credentials/chain.pem; $A " + SPEAK, EITHER),
    Case("signing key gone", "rm home/keys/credentials/signing.key.pem; $A " + SAY, EITHER),
    Case("revocations broken", "echo x >home/consent/revocations.json; $A " + SAY, (2, 3, 4)),
    Case(
        "footage broken",
        "for f in $(find home/cache/footage -name '*.npz'); do head -c 99 $f >x; cat x >$f; done; $A "
        + SAY.replace("Good day to you", "Good morning"),
        DONE,
    ),
    Case(
        "language cache broken", "for f in $(find home/cache/language -type f); do echo x >$f; done; $A " + SPEAK, DONE
    ),
    Case("loops broken", "for f in $(find home -name '*.loop'); do echo x >$f; done; $C " + SAY, DONE),
    Case(
        "prepared portrait broken",
        "for f in $(find home/portraits -name '*.npz'); do head -c 99 $f >x; cat x >$f; done; $A " + SAY,
        DONE,
    ),
    Case("marks.toml broken", "echo '[' >home/marks.toml; $A " + SPEAK, TOLD),
    Case("config.toml broken", "echo '[' >home/config.toml; $A " + SPEAK, EITHER),
    Case("config.toml not UTF-8", "printf '\\xff' >home/config.toml; $A review list", EITHER),
    Case("config.toml a folder", "mkdir home/config.toml; $A " + SAY, EITHER),
    Case("marks.toml not UTF-8", "printf '\\xff' >home/marks.toml; $A " + SPEAK, TOLD),
    Case("footage/total broken", "echo x >home/cache/footage/total; $A " + SAY, DONE),
    Case("voices a file", "rm -rf home/voices; touch home/voices; $A " + SPEAK, EITHER),
    Case("keys open to all", "chmod -R a+rwX home/keys; $A " + SPEAK, EITHER),
]

CASES = [*HOMES, *PACKAGES, *STREAMS, *FOLDERS, *CLOCKS, *MEMORY, *VALUES, *OUTPUTS]
