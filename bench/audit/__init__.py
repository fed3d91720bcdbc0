"""The audit: claims drawn by a fixed seed and judged by hand. See README.md."""
