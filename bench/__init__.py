"""Accuracy gates and speed benchmarks; ``floors.toml`` holds what must be reached."""
