"""The lexicons: data files, loaded and checked."""
