"""In Camera: confidential documents read by a vision model that never leaves the workstation."""

__version__ = "0.1.0"
