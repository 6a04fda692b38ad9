"""Where do tests find the tree, the samples and the scripts that they run?"""

from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
# The page dumps of the demonstration, beside the other formats that it shows
JUDGED = tuple(
    SAMPLES / name
    for name in ("agence-quatre-vents", "courrier-du-littoral", "echo-des-hautes-brumes")
)
DEPLOY = ROOT / "deploy"
DUMPS = ROOT / "tests/indexer/readers/dumps"
SUPPORT = ROOT / "tests/support"
