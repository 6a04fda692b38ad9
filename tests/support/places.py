"""Where do tests find the tree, the samples and the scripts that they run?"""

from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
DEPLOY = ROOT / "deploy"
DUMPS = ROOT / "tests/indexer/readers/dumps"
SUPPORT = ROOT / "tests/support"
