//! Learn AWS IAM roles in the terminal: lessons, questions, labs, and a simulator that explains every decision.
//!
//! The house has these rooms; `ARCHITECTURE.md` says who may use whom, `tests/architecture.rs` holds it.
//!
//! * [`text`] and [`diagnostic`]: places in a text and findings about them.
//! * [`iam`]: reads policies, decides requests, explains decisions. Knows nothing of this program.
//! * [`course`]: lessons, questions and labs, how they are loaded, graded and proved.
//! * [`study`]: what a learner did, kept safely.
//! * [`place`]: where in the program to be.
//! * [`cli`]: the commands.
//! * [`tui`]: the full-screen program.

pub mod cli;
pub mod course;
pub mod diagnostic;
pub mod iam;
pub mod place;
pub mod study;
pub mod text;
pub mod tui;
