"""The networks of Real-ESRGAN, built anew as ONNX graphs from their weights."""
