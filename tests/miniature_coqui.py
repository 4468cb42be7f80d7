"""Models of Coqui TTS in miniature, written by its own classes: real in form, untaught, and small."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@cache
def trouble() -> str:
    """Say why coqui-tts cannot be used here, "" where it can."""
    try:
        from TTS.utils.synthesizer import Synthesizer  # noqa: F401
    except (ImportError, OSError) as fault:
        return f"coqui-tts with torch is not installed ({str(fault).strip().partition(chr(10))[0][:100]})"
    return ""


def require_coqui() -> None:
    """Skip a test where coqui-tts cannot be used."""
    if trouble():
        pytest.skip(trouble())


def write_vits(folder: Path, *, use_phonemes: bool = True, speakers: tuple[str, ...] = ()) -> None:
    """Write a VITS that is told espeak's IPA, as most are; or letters."""
    import torch
    from TTS.tts.configs.vits_config import VitsArgs, VitsConfig
    from TTS.tts.models import setup_model
    from TTS.tts.models.vits import VitsCharacters

    arguments = VitsArgs(
        hidden_channels=16,
        hidden_channels_ffn_text_encoder=16,
        num_heads_text_encoder=2,
        num_layers_text_encoder=1,
        num_layers_posterior_encoder=1,
        num_layers_flow=1,
        upsample_initial_channel_decoder=32,
        init_discriminator=False,
        use_speaker_embedding=bool(speakers),
        speaker_embedding_channels=8 if speakers else 256,
    )
    config = VitsConfig(
        model_args=arguments, use_phonemes=False, phonemizer="espeak", phoneme_language="en-us", add_blank=True
    )
    config.characters = VitsCharacters().to_config()
    config.characters.characters_class = "TTS.tts.models.vits.VitsCharacters"
    if speakers:
        torch.save({name: number for number, name in enumerate(speakers)}, folder / "speakers.pth")
        arguments.speakers_file = config.speakers_file = str(folder / "speakers.pth")
    _write(folder, config, setup_model, use_phonemes=use_phonemes)


def write_glow(folder: Path) -> None:
    """Write a Glow-TTS, which gives a spectrogram."""
    from TTS.tts.configs.glow_tts_config import GlowTTSConfig
    from TTS.tts.models import setup_model
    from TTS.tts.utils.text.characters import IPAPhonemes

    config = GlowTTSConfig(use_phonemes=False, phonemizer="espeak", phoneme_language="en-us", add_blank=True)
    config.hidden_channels_enc = config.hidden_channels_dec = config.hidden_channels_dp = 16
    config.num_flow_blocks_dec = config.num_block_layers = 1
    config.encoder_params = {
        "kernel_size": 3,
        "dropout_p": 0.1,
        "num_layers": 1,
        "num_heads": 2,
        "hidden_channels_ffn": 16,
        "input_length": None,
    }
    config.characters = IPAPhonemes().to_config()
    config.characters.characters_class = "TTS.tts.utils.text.characters.IPAPhonemes"
    _write(folder, config, setup_model, use_phonemes=True)


def write_xtts(folder: Path) -> None:
    """Write an XTTS, which speaks in the voice of a recording."""
    import torch
    from tokenizers import Tokenizer, models
    from TTS.tts.configs.xtts_config import XttsArgs, XttsConfig
    from TTS.tts.models.xtts import Xtts

    folder.mkdir(parents=True, exist_ok=True)
    special = ["[STOP]", "[UNK]", "[SPACE]", "[START]", "[en]"]
    known = {symbol: number for number, symbol in enumerate([*special, *"abcdefghijklmnopqrstuvwxyz.,?!' "])}
    tokenizer = Tokenizer(models.BPE(vocab=known, merges=[], unk_token="[UNK]"))
    tokenizer.add_special_tokens(special)
    tokenizer.save(str(folder / "vocab.json"))
    torch.manual_seed(0)
    arguments = XttsArgs(
        gpt_layers=1,
        gpt_n_model_channels=64,
        gpt_n_heads=2,
        gpt_number_text_tokens=len(known),
        gpt_start_text_token=known["[START]"],
        gpt_stop_text_token=known["[STOP]"],
        gpt_max_audio_tokens=40,
        gpt_max_text_tokens=100,
        gpt_max_prompt_tokens=10,
        decoder_input_dim=64,
    )
    config = XttsConfig(model_args=arguments, languages=["en"])
    model = Xtts(config)
    model.init_models()
    torch.save({"model": model.state_dict()}, folder / "model.pth")
    config.save_json(folder / "config.json")


def _write(folder: Path, config: object, make: object, *, use_phonemes: bool) -> None:
    import torch

    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    model = make(config)
    torch.save({"model": model.state_dict()}, folder / "model.pth")
    config.use_phonemes = use_phonemes
    config.save_json(folder / "config.json")
