"""The mouth: its seal, its lips, its teeth, and what lies behind them."""
