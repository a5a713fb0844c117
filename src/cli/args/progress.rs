//! `progress`: what can be done with what was learned, beside looking at it.

use std::path::PathBuf;

use clap::Subcommand;

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum ProgressDo {
    /// Write all of it as one JSON file
    #[command(
        after_help = "Examples:\n  iam-dojo progress export progress.json\n  iam-dojo progress export | gzip > progress.json.gz"
    )]
    Export {
        /// Where to; standard output when left out. A file that is there already is not written over
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Add what an exported file has and this place has not
    #[command(
        after_help = "Examples:\n  iam-dojo progress import progress.json\n  gunzip < progress.json.gz | iam-dojo progress import -\n\n\
        Nothing is taken away, and the same file twice changes nothing."
    )]
    Import {
        /// The file; `-` is standard input
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Forget a question, a lesson, a lab or everything; a backup is written first
    #[command(
        subcommand_required = true,
        disable_help_subcommand = true,
        after_help = "Examples:\n  iam-dojo progress reset question 03.4\n  iam-dojo progress reset lesson 3\n  iam-dojo progress reset lab b01\n  \
        iam-dojo progress reset all\n  iam-dojo progress reset lab b01 --yes\n\nIt asks twice. Ends with 1 when the answer is not yes. \
        `iam-dojo progress import` brings a backup back."
    )]
    Reset {
        /// What to forget.
        #[command(subcommand)]
        what: ResetWhat,
        /// Do not ask
        #[arg(long, global = true)]
        yes: bool,
    },
    /// Fit the schedule to you, by your own answers
    #[command(
        after_help = "Examples:\n  iam-dojo progress tune\n  iam-dojo progress tune --usual\n\nEnds with 1 when there are too few answers, or \
        nothing better was found."
    )]
    Tune {
        /// Go back to the usual schedule
        #[arg(long)]
        usual: bool,
    },
}

/// What to forget.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum ResetWhat {
    /// One question
    #[command(after_help = "Examples:\n  iam-dojo progress reset question 03.4")]
    Question {
        /// Its id: 03.4
        #[arg(value_name = "ID")]
        id: String,
    },
    /// A lesson with its questions and labs
    #[command(after_help = "Examples:\n  iam-dojo progress reset lesson 3")]
    Lesson {
        /// Its number or id: 3, L03
        #[arg(value_name = "ID")]
        id: String,
    },
    /// A lab
    #[command(after_help = "Examples:\n  iam-dojo progress reset lab b01")]
    Lab {
        /// Its id: B01
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Everything but the settings
    #[command(after_help = "Examples:\n  iam-dojo progress reset all")]
    All,
}
