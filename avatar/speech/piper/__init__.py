"""The engine of Piper voices: VITS networks in ONNX, run here with phones and noise of our own."""
