"""The second room: a camera, a film or a folder of pictures, painted as it plays."""
