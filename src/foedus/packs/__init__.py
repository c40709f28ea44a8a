"""The packs that come with Foedus; their data is under CC BY 4.0."""

from pathlib import Path

here = Path(__file__).parent
"""The folder that holds one folder for each organisation."""
