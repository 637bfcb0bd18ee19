"""The administrators' console, letter K: each file declares the pages of one screen and its neighbours."""
