"""What tests share: made-up articles, engines, windows of a browser, commands under limits."""
