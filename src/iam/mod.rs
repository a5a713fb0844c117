//! AWS IAM, as far as roles go: read a policy, decide a request, say why.
//!
//! Written as a library of its own: no files, no clock, no network, no terminal, nothing of the program around it.
//!
//! The way of a decision: [`json`] reads any text into a tree and findings; [`lower`] turns a tree into a [`policy`] and
//! says what AWS would refuse; a [`request`] says who asks for what; [`evaluate`] decides and, if asked, leaves a
//! [`trace`]; [`explain`] has the words; [`change`] finds what would turn it; [`denied`] reads AWS's own words of a denial
//! back. A [`scenario`] is a small world (accounts, users, roles, resources) from which requests and the policies that
//! bear on them are derived, role by role ("hops"), so that a person need not do it. The [`catalogue`] knows the names
//! that AWS has: services, actions, resource types, condition keys.
//!
//! While a policy is written: [`lint`] says what its author is unlikely to mean, [`complete`] what could be written at a
//! place, [`about`] what stands there, with the names of its [`surroundings`]; [`templates`] are pieces to begin from.

pub mod about;
pub mod arn;
pub mod aws_cli;
pub mod cases;
pub mod catalogue;
pub mod change;
pub mod compare;
pub mod complete;
pub mod condition;
pub mod denied;
pub mod draft;
pub mod evaluate;
pub mod explain;
pub mod findings;
pub mod glob;
pub mod json;
pub mod lint;
pub mod lower;
pub mod matrix;
pub mod pattern;
pub mod policy;
pub mod principal;
pub mod request;
pub mod scenario;
pub mod simulate;
pub(crate) mod spelling;
pub mod surroundings;
pub mod templates;
pub mod trace;
pub mod variable;
pub mod what_if;
