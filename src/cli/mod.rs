//! The commands: one file each, text and machine formats. Knows nothing of the full-screen program.
