"""What holds for every answer: hosts, headers, errors, assets."""
