"""How much memory may a process take that reads what others wrote, and what is told past it?"""

import resource
from pathlib import Path

# Beside what packages took at its start, much of which they reserve and leave empty
MEMORY = 900_000_000
# What the system says of this process, in pages: its address space first
_PAGES = Path("/proc/self/statm")
# Where no system says it
_USUAL = 1_000_000_000


def failure(error: BaseException | None) -> str:
    """Why reading ended in an error, in French; its message is a package's, and not told."""
    match error:
        case MemoryError():
            return "lecture de plus de 1 Go de mémoire : abandonnée"
        case RecursionError():
            return "contenu trop imbriqué : abandonné"
    return f"la lecture a échoué ({type(error).__name__})"


def fence() -> None:
    """Have this process refused what memory it asks for beyond MEMORY."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _taken() + MEMORY
    fenced = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    resource.setrlimit(resource.RLIMIT_AS, (fenced, most))


def _taken() -> int:
    if not _PAGES.exists():
        return _USUAL
    return int(_PAGES.read_text().split()[0]) * resource.getpagesize()
