"""Reads CMAF track files and HLS playlists and finds what is wrong in them; `check-cmaf` is its command."""
