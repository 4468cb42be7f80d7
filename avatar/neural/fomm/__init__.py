"""The first-order-motion network, written anew on torch so that the published checkpoints fit it unchanged.

Siarohin et al., "First Order Motion Model for Image Animation", NeurIPS 2019. Nothing here is imported before somebody
chooses the renderer that draws with it: torch is an extra.
"""
