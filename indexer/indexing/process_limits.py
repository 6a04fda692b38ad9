"""How much memory may a process take that reads what others wrote?"""

import resource

# Of the address space of a process that reads, packages reserve a half that they leave empty: a
# file has the other one
ADDRESS_SPACE = 2_000_000_000


def fence() -> None:
    """Have this process refused what memory it asks for beyond ADDRESS_SPACE."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    fenced = ADDRESS_SPACE if most == resource.RLIM_INFINITY else min(ADDRESS_SPACE, most)
    resource.setrlimit(resource.RLIMIT_AS, (fenced, most))
