//! The commands: one file each, text and machine formats. Knows nothing of the full-screen program.

pub mod check_content;
pub mod lesson;
pub mod plain;
pub mod quiz;
