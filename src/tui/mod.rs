//! The full-screen program.
//!
//! Elm's shape with a stack of screens: [`app::App`] takes an [`app::Event`] and the time, changes, and says what must
//! be done outside ([`app::Effect`]); drawing only reads. The terminal, files and the clock are [`runtime`]'s alone.
//!
//! A screen is a file in `screens`: copy the smallest one. What a person can do is a row of [`actions::ACTIONS`]; what a
//! thing looks like is a role of [`theme::Role`].

pub mod actions;
pub mod app;
pub mod colours;
pub mod editor;
pub mod keymap;
pub mod overlay;
pub mod palette;
pub mod runtime;
pub mod screens;
pub mod theme;
pub mod widgets;
pub mod work;

pub use runtime::{Options, run};
