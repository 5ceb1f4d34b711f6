"""Which files the program takes, by how their names end."""

STYLE_SUFFIXES = frozenset({".safetensors", ".pth", ".pt", ".model", ".onnx"})
PICTURE_PATTERNS = "*.jpg *.jpeg *.png *.tif *.tiff *.webp *.bmp"
FILM_PATTERNS = "*.mp4 *.mov *.m4v *.mkv *.webm *.avi *.mpg *.mpeg *.ogv"
SOUND_PATTERNS = f"*.wav *.mp3 *.flac *.ogg *.opus *.m4a *.aac {FILM_PATTERNS}"
