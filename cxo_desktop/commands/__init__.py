"""What `cxo` can be told to do: the same services as the window, one family of commands a file."""
