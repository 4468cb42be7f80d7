"""Load a model of Coqui TTS and ask it: symbols or text in, sound and the seconds of each symbol out."""

from __future__ import annotations

import json
import logging
import pickle
import threading
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.data.language import primary_subtag
from avatar.errors import NotInstalledError, VoiceError
from avatar.outside.documents import parsed
from avatar.outside.weights import require_weights
from avatar.runtime.access import is_file, listed, told
from avatar.runtime.packages import line_for
from avatar.runtime.unfinished import passing_folder
from avatar.speech.symbols.alphabet import Alphabet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from avatar.speech.coqui.places import Files

INSTALL = line_for("coqui")
KEPT = 2
"""models that stay loaded in a process"""
_SPELLED = ("espeak", "gruut", "multi_phonemizer", "", None)
"""phonemizers that write espeak's IPA, as we do"""
_IPA = "TTS.tts.utils.text.characters.IPAPhonemes"
_FILES = ("speakers_file", "d_vector_file", "language_ids_file", "speaker_file")
_CLONES = ("xtts",)
_CHANCE = ("temperature", "length_penalty", "repetition_penalty", "top_k", "top_p")
"""what a model that clones is told of how to choose"""
_IN_FILES = ("TTS.", "collections.defaultdict", "builtins.dict", "numpy.dtypes.Float64DType")
"""names beside weights that coqui-tts lets into its files: its own classes, and what its optimizers keep"""
_PICKLED = (".pth", ".pt", ".pth.tar", ".ckpt", ".pkl", ".pickle")
"""endings of files that coqui-tts may read as pickles"""
_STATS = "stats_path"
"""what a configuration calls a file of means that numpy reads as a pickle, whatever its name"""
_RUN = ("bark", "tortoise")
"""kinds of several files, of which coqui-tts reads some with all that they say is to be run, or fetches some"""
_FAULTS = (
    OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError, AssertionError, ImportError,
    pickle.UnpicklingError,
)  # fmt: skip
"""what loading files that are none may raise"""
_loading = threading.Lock()


@dataclass(frozen=True, slots=True)
class Said:
    """What a model made of an utterance."""

    samples: NDArray[np.float32]
    """(N,), in [-1, 1]"""
    seconds: NDArray[np.float64]
    """(n,), how long each symbol lasts; empty where the model does not tell"""


class CoquiModel:
    """A loaded model. One thread at a time may ask it."""

    def __init__(self, files: Files) -> None:
        """Load it. Raise `VoiceError` for files that are none, `NotInstalledError` without the package."""
        config = _read(files.config)
        _require_weights(files, config)
        synthesizer = _imported()
        self.kind = str(config.get("model", "")).lower()
        """"vits", "glow_tts", "xtts" or another"""
        self.reads_symbols = bool(config.get("use_phonemes")) and config.get("phonemizer") in _SPELLED
        """whether it is told phones, which we spell; otherwise it is told the text"""
        self.language = str(config.get("phoneme_language") or "")
        """of its phones, as espeak calls it"""
        self.clones = self.kind in _CLONES
        """whether it speaks in the voice of a recording"""
        weights, vocoder = files.model, {}
        if files.vocoder:
            vocoder = {"vocoder_checkpoint": str(files.vocoder), "vocoder_config": str(files.vocoder_config)}
        with passing_folder() as folder:
            changed = folder / "config.json"
            changed.write_text(json.dumps(_without_phonemizer(config, weights.parent)))
            try:
                self._synthesizer = synthesizer(
                    tts_checkpoint=str(weights.parent if self.clones else weights),
                    tts_config_path=str(changed),
                    **vocoder,
                )
            except _FAULTS as fault:
                raise VoiceError(
                    f"coqui-tts cannot load the model {str(weights)!r} ({type(fault).__name__}: {str(fault)[:200]}); "
                    "see whether its files are whole and fit each other."
                ) from None
        self._model: Any = self._synthesizer.tts_model
        self._length = float(getattr(self._model, "length_scale", 1.0))
        self._lock = threading.Lock()

    @property
    def rate(self) -> int:
        """Sample rate of its sound, Hz."""
        return int(self._synthesizer.output_sample_rate)

    @property
    def alphabet(self) -> Alphabet:
        """The symbols that it can be told."""
        tokenizer = self._model.tokenizer
        letters = tokenizer.characters
        blank = (int(tokenizer.blank_id),) if tokenizer.add_blank else ()
        begin, end = ((int(letters.bos_id),), (int(letters.eos_id),)) if tokenizer.use_eos_bos else ((), ())
        symbols: dict[str, tuple[int, ...]] = {letter: (number,) for number, letter in enumerate(letters.vocab)}
        return Alphabet(symbols, begin + blank, blank, end)

    def speaker(self, wanted: str) -> str:
        """Give the name of who speaks, "" of a model with only one. Raise `VoiceError` for one that it lacks."""
        known = list(getattr(getattr(self._model, "speaker_manager", None), "speaker_names", None) or ())
        if wanted and wanted not in known:
            some = ", ".join(known[:8]) + (", ..." if len(known) > 8 else "")
            raise VoiceError(f"It has speaker = {wanted!r}; this model has {some or 'one speaker without a name'}.")
        if self.clones and not known:
            raise VoiceError("This model has no speakers of its own; write whose voice it has: recording = FILE.")
        return wanted or str(next(iter(known), ""))

    def tongue(self, language: str) -> str:
        """Give its own name of a language, "" of a model with only one. Raise `VoiceError` for one that it lacks."""
        known = list(getattr(self._model.config, "languages", None) or ()) if self.clones else []
        known = known or list(getattr(getattr(self._model, "language_manager", None), "language_names", None) or ())
        if len(known) < 2:
            return str(next(iter(known), ""))
        wanted = language.lower()
        for name in (wanted, primary_subtag(wanted)):
            for each in known:
                if name in (each.lower(), primary_subtag(each.lower())):
                    return str(each)
        raise VoiceError(f"This model does not speak {language!r}; it speaks {', '.join(known)}.")

    def say(self, told: Sequence[int] | str, speaker: str, tongue: str, speed: float) -> Said:
        """Say symbols, or a text. Raise `VoiceError` for what it cannot say."""
        with self._lock, _seeded(told):
            if not isinstance(told, str):
                self._model.tokenizer = _Dictated(self._model.tokenizer, told)
            try:
                return self._said(told, speaker, tongue, speed)
            except _FAULTS as fault:
                reason = f"{type(fault).__name__}: {str(fault)[:200]}"
                raise VoiceError(f"The model cannot say this ({reason}); say it in other words.") from None
            finally:
                self._model.tokenizer = _Dictated.undone(self._model.tokenizer)

    def clone(self, told: str, latents: tuple[Any, Any], tongue: str, speed: float) -> Said:
        """Say a text in the voice of a recording that was listened to. Raise `VoiceError` for what it cannot say."""
        config = self._model.config
        chosen = {name: config[name] for name in _CHANCE}
        with self._lock, _seeded(told):
            try:
                made = self._model.inference(told, tongue, *latents, speed=speed, **chosen)
            except _FAULTS as fault:
                reason = f"{type(fault).__name__}: {str(fault)[:200]}"
                raise VoiceError(f"The model cannot say this ({reason}); say it in other words.") from None
        return Said(_samples(made["wav"]), np.zeros(0))

    def listen(self, sound: NDArray[np.float32], rate: int) -> tuple[Any, Any]:
        """Learn a voice from a recording (N,) at `rate` Hz. Raise `VoiceError` for one that is too short."""
        import torch

        if not self.clones:
            raise VoiceError(f"A model of the kind {self.kind!r} speaks in its own voice only; remove the recording.")
        config, audio = self._model.config, torch.from_numpy(sound)[None]
        try:
            with self._lock, _seeded(b""):
                latents = self._model.get_gpt_cond_latents(
                    audio, rate, length=config.gpt_cond_len, chunk_length=config.gpt_cond_chunk_len
                )
                return latents, self._model.get_speaker_embedding(audio, rate)
        except _FAULTS as fault:
            raise VoiceError(
                f"The recording of {len(sound) / rate:.1f} s does not show how somebody speaks "
                f"({str(fault)[:200]}); give one of 6 s or more."
            ) from None

    def _said(self, told: Sequence[int] | str, speaker: str, tongue: str, speed: float) -> Said:
        model, synthesizer = self._model, self._synthesizer
        more = {"speed": speed} if self.clones else {}
        if hasattr(model, "length_scale"):
            model.length_scale = self._length / speed
        made = model.synthesize(
            text=told if isinstance(told, str) else "",
            speaker=speaker or None,
            language=tongue or None,
            use_griffin_lim=synthesizer.vocoder_model is None,
            **more,
        )
        if synthesizer.vocoder_model is None:
            sound = made["wav"]
        else:
            sound = synthesizer._run_vocoder(made["outputs"]["model_outputs"][0], "cpu")
        seconds = np.zeros(0)
        if not isinstance(told, str):
            audio = model.config.audio
            seconds = _frames(made.get("alignments"), len(told)) * audio["hop_length"] / audio["sample_rate"]
        return Said(_samples(sound), seconds)


class _Dictated:
    """A tokenizer that gives the symbols that were spelled already."""

    def __init__(self, tokenizer: Any, ids: Sequence[int]) -> None:  # noqa: ANN401 - of coqui-tts
        self._tokenizer, self._ids = tokenizer, list(ids)

    def text_to_ids(self, *_: object, **__: object) -> list[int]:
        return self._ids

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - of coqui-tts
        return getattr(self._tokenizer, name)

    @staticmethod
    def undone(tokenizer: Any) -> Any:  # noqa: ANN401 - of coqui-tts
        return tokenizer._tokenizer if isinstance(tokenizer, _Dictated) else tokenizer


def load(files: Files) -> CoquiModel:
    """Give a model, the same one to everybody as long as its weights do not change."""
    changed = tuple(each.stat().st_mtime_ns for each in (files.model, files.vocoder) if each)
    with _loading:
        return _load(files, changed)


@lru_cache(KEPT)
def _load(files: Files, changed: tuple[int, ...]) -> CoquiModel:
    return CoquiModel(files)


def _require_weights(files: Files, config: dict[str, Any]) -> None:
    """Raise `VoiceError` for a model of which any file that coqui-tts may read holds more than weights.

    It reads more than it is told of: what the configuration names, and whatever has the right name in the folder.
    """
    kind = str(config.get("model", "")).lower()
    if kind in _RUN:
        raise VoiceError(
            f"The model {str(files.model)!r} is of the kind {kind!r}, whose files coqui-tts reads without looking what "
            "they run; choose another, such as one of the kinds vits and xtts."
        )
    vocoder = _read(files.vocoder_config, of_a_voice=False) if files.vocoder_config else {}
    for stats in (*_named(config, _STATS), *_named(vocoder, _STATS)):
        if isinstance(stats, str) and stats:
            raise VoiceError(
                f"The model {str(files.model)!r} names {_STATS} = {stats!r}, which coqui-tts reads with all that it "
                "says is to be run; choose a model without."
            )
    folder = files.model.parent
    others = [*listed(folder, "*"), *(folder / text for text in (*_texts(config), *_texts(vocoder)))]
    read = [each for each in others if each.name.lower().endswith(_PICKLED) and is_file(each)]
    for path in dict.fromkeys((files.model, *([files.vocoder] if files.vocoder else []), *read)):
        _require_sound(path)


def _require_sound(path: Path) -> None:
    try:
        require_weights(path, _IN_FILES)
    except (ValueError, OSError) as fault:
        raise VoiceError(
            f"coqui-tts is not given {str(path)!r}, for that holds no weights, or more than weights "
            f"({str(fault)[:200]}); get it anew from whoever has published it."
        ) from None


def _texts(value: object) -> Iterator[str]:
    """Give every text in a configuration that may be a file of weights."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)
    elif isinstance(value, str) and value.lower().endswith(_PICKLED) and "\0" not in value:
        yield value


def _named(value: object, key: str) -> Iterator[object]:
    """Give what stands under a name, however deep in a configuration."""
    if isinstance(value, dict):
        yield from (value[key],) if key in value else ()
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _named(each, key)


def _imported() -> Any:  # noqa: ANN401 - a class of coqui-tts
    try:
        import torch

        torch.set_num_threads(1)  # sums that are split among cores round differently
        logging.getLogger("transformers").setLevel(logging.ERROR)
        from TTS.utils.synthesizer import Synthesizer
    except (ImportError, OSError) as fault:
        why = str(fault).strip().partition("\n")[0][:200]
        raise NotInstalledError(
            f"Voices of Coqui TTS need coqui-tts with torch, torchaudio and torchcodec that fit each other ({why}); "
            f"install them with: {INSTALL}"
        ) from None
    return Synthesizer


def _read(path: Path, *, of_a_voice: bool = True) -> dict[str, Any]:
    with told(path):
        content = path.read_text(encoding="utf-8")
    try:
        config = parsed(content)
        if not isinstance(config, dict) or (of_a_voice and "model" not in config):
            raise ValueError("it names no model")
    except ValueError as fault:
        raise VoiceError(f"{str(path)!r} is no configuration of a Coqui model ({fault}); get it again.") from None
    return config


def _without_phonemizer(config: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Leave out who writes phones, which we do, and look for files of another machine in the model's own folder."""
    changed = dict(config)
    if config.get("use_phonemes") and config.get("phonemizer") in _SPELLED:
        characters = dict(config.get("characters") or _usual_characters())
        characters["characters_class"] = characters.get("characters_class") or _IPA
        changed |= {"use_phonemes": False, "phonemizer": None, "characters": characters}
    arguments = config.get("model_args")
    if isinstance(arguments, dict):
        changed["model_args"] = arguments | _moved(arguments, folder)
    return changed | _moved(config, folder)


def _moved(entries: dict[str, Any], folder: Path) -> dict[str, str]:
    """Find files that are not where they were, but by the same name in `folder`."""
    places = {name: Path(place) for name in _FILES if isinstance(place := entries.get(name), str)}
    return {
        name: str(folder / place.name)
        for name, place in places.items()
        if not place.is_file() and (folder / place.name).is_file()
    }


def _usual_characters() -> dict[str, Any]:
    from TTS.tts.utils.text.characters import IPAPhonemes

    return dict(IPAPhonemes().to_config().to_dict())


@contextmanager
def _seeded(told: Sequence[int] | str | bytes) -> Iterator[None]:
    """Let chance be the same whenever the same is said, and leave the rest of the process its own."""
    import torch

    seed, before = zlib.crc32(repr(told).encode()), np.random.get_state()
    try:
        with torch.random.fork_rng(devices=[]), torch.inference_mode():
            torch.manual_seed(seed)
            np.random.seed(seed)
            yield
    finally:
        np.random.set_state(before)


def _frames(alignments: Any, count: int) -> NDArray[np.float64]:  # noqa: ANN401 - a tensor, or nothing
    """Count the frames of each symbol where each frame belongs to one; none where they are mixed."""
    if alignments is None:
        return np.zeros(0)
    table = np.squeeze(np.asarray(alignments, np.float64))
    if table.ndim != 2 or count not in table.shape or not np.isin(table, (0.0, 1.0)).all():
        return np.zeros(0)
    return np.asarray(table.sum(axis=1 if table.shape[0] == count else 0), np.float64)


def _samples(sound: Any) -> NDArray[np.float32]:  # noqa: ANN401 - a tensor or an array
    return np.asarray(np.clip(np.ravel(np.asarray(sound)), -1, 1), np.float32)
