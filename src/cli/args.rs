//! The command line: what can be typed, and what it means. Reads nothing but its arguments; [`Common::state_folder`] also
//! asks the environment.
//!
//! A command that is short for a place in the full-screen program (`lesson 3`) is that place, unless `--plain` is given.

mod drill;
mod progress;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::iam::policy::PolicyKind;
use crate::place::{DrillWish, Place, ThemeName};

pub use progress::{ProgressDo, ResetWhat};

/// What the command line asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parsed {
    /// The full-screen program, at a place.
    App(Common, Place),
    /// A command that writes lines.
    Command(Common, Command),
}

/// What every command takes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct Common {
    /// Use the course in this folder instead of the built-in one
    #[arg(long, global = true, value_name = "DIR", help_heading = GLOBAL)]
    pub course: Option<PathBuf>,
    /// Keep progress and settings in this folder [env: IAM_DOJO_STATE]
    #[arg(long, global = true, value_name = "DIR", help_heading = GLOBAL)]
    pub state: Option<PathBuf>,
    /// Draw borders and signs with ASCII only
    #[arg(long, global = true, help_heading = GLOBAL)]
    pub ascii: bool,
    /// The full screen's colours: auto, dark, light, high-contrast, terminal, monochrome
    #[arg(long, global = true, value_name = "NAME", value_parser = theme_parser(), hide_possible_values = true, help_heading = GLOBAL)]
    pub theme: Option<ThemeName>,
}

/// Reads the name of a theme.
fn theme_parser() -> impl TypedValueParser<Value = ThemeName> {
    let names = PossibleValuesParser::new(ThemeName::ALL.map(ThemeName::as_str));
    names.map(|name| ThemeName::from_name(&name).unwrap_or_default())
}

/// A command that writes lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// A lesson's text in plain lines.
    Lesson {
        /// `L03`, or `3`.
        id: String,
    },
    /// A lesson's questions with plain prompts.
    Quiz {
        /// The lesson: `L03`, or `3`.
        id: String,
    },
    /// A drill with plain prompts.
    Drill {
        /// What and how long.
        wish: DrillWish,
        /// Decides between cards that are equally due; the clock when left out.
        seed: Option<u64>,
    },
    /// The decks that can be drilled.
    Decks,
    /// A question made from a template, with plain prompts; without a template, the list of them.
    Generated {
        /// `02.bucket-or-object`, also with its seed: `02.bucket-or-object@17`.
        template: Option<String>,
        /// Which of its questions; another one each time when left out.
        seed: Option<u64>,
    },
    /// An exam with plain prompts.
    Exam(Exam),
    /// Decisions of a scenario's requests.
    Simulate(Simulate),
    /// Decisions of flat cases, JSON lines in and out.
    Cases(Cases),
    /// The request behind an access-denied message.
    FromError(FromError),
    /// The page of a name.
    Explain {
        /// A finding, a reason, a condition operator, an action, a condition key.
        code: String,
        /// How to print it.
        format: Format,
    },
    /// Findings of a policy document.
    Lint(Lint),
    /// What two sets of policy documents allow, compared.
    Compare(Compare),
    /// The proof of a course.
    CheckContent(CheckContent),
    /// The verdict on an answer to a lab.
    Grade(Grade),
    /// What a shell needs to complete the program's words.
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// The manual's pages.
    Man {
        /// Where to write them, a file each; the first alone goes to standard output when left out.
        folder: Option<PathBuf>,
    },
    /// What was learned and what comes next.
    Progress {
        /// How to print it.
        format: Format,
    },
    /// Something done with what was learned.
    ProgressDo(ProgressDo),
}

/// `exam [ID] --plain`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exam {
    /// The exam's id, `dva-iam`; none lists all exams.
    pub id: Option<String>,
    /// What to draw the questions with.
    pub seed: Option<u64>,
    /// Begin anew, and give up the exam under way.
    pub anew: bool,
    /// Print the last report in place of an exam.
    pub report: bool,
}

/// `check-content [DIR]`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct CheckContent {
    /// The course's folder
    #[arg(value_name = "DIR", conflicts_with = "course")]
    pub folder: Option<PathBuf>,
    /// `text` for people, `json` for programs
    #[arg(long, value_enum, default_value_t, hide_possible_values = true)]
    pub format: Format,
    /// Write the list of ids, assets/ids.toml, anew: every change of it is meant
    #[arg(long)]
    pub write_ids: bool,
}

/// `grade LAB DIR`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct Grade {
    /// The lab's id: B13
    #[arg(value_name = "LAB")]
    pub lab: String,
    /// The folder with the lab's documents; `-` reads the one document of a lab from standard input
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// `text` for people, `json` for programs, `junit`, `gradescope` for where classes hand in, `csv` for tables
    #[arg(long, value_enum, default_value_t, hide_possible_values = true)]
    pub format: GradeFormat,
    /// Further requests that must come out as they say, `[[requests]]` as in a lab's file; learners see them as hidden
    #[arg(long, value_name = "FILE")]
    pub hidden: Option<PathBuf>,
}

/// How a grading is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum GradeFormat {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
    /// A test report, as continuous integration reads them.
    Junit,
    /// The `results.json` of Gradescope.
    Gradescope,
    /// For tables.
    Csv,
}

/// How a report is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum LintFormat {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
    /// For code scanning and editors.
    Sarif,
}

/// `simulate SCENARIO`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Simulate {
    /// The scenario's file; `-` is standard input.
    pub scenario: PathBuf,
    /// Only the request of that name.
    pub request: Option<String>,
    /// All requests.
    pub all: bool,
    /// How to print it.
    pub format: Format,
}

/// `simulate --cases [FILE]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cases {
    /// The file; `-` is standard input.
    pub file: PathBuf,
    /// Each decision with its trace.
    pub explain: bool,
}

/// `simulate --from-error TEXT`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FromError {
    /// The message; `-` is standard input.
    pub message: String,
    /// How to print it.
    pub format: Format,
}

/// `lint FILE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lint {
    /// The document; `-` is standard input.
    pub file: PathBuf,
    /// Which kind of policy it is; guessed when left out.
    pub kind: Option<PolicyKind>,
    /// How to print it.
    pub format: LintFormat,
}

/// `compare A B`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compare {
    /// The first document, or list of documents that act together; `-` is standard input.
    pub first: PathBuf,
    /// The second.
    pub second: PathBuf,
    /// Which kind of policies they are; guessed when left out.
    pub kind: Option<PolicyKind>,
    /// How to print it.
    pub format: Format,
}

/// The heading of the options that every command takes.
const GLOBAL: &str = "With every command";

/// What `--version` says; `-V` leaves the catalogue's date out.
const LONG_VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " (catalogue of ", env!("IAM_DOJO_CATALOGUE_DATE"), ")");

const EXAMPLES: &str = "\
Examples:
  iam-dojo                                 open the course map
  iam-dojo lesson 3                        open lesson 3
  iam-dojo open lab b01                    open lab B01
  iam-dojo open sandbox trust.json         write, mend and understand a policy
  iam-dojo simulate scenario.toml          decide a scenario's request, step by step
  iam-dojo lint trust.json --kind trust    what is wrong with a policy
  iam-dojo explain NO_IDENTITY_ALLOW       what a name means

Ids ignore case. Exit codes: 0 good, 1 what was examined falls short, 2 it could not be done.";

/// Learn AWS IAM roles in your terminal: lessons, questions, labs, and a simulator that explains every decision
#[derive(Debug, Parser)]
#[command(
    name = "iam-dojo",
    version,
    long_version = LONG_VERSION,
    after_help = EXAMPLES,
    disable_help_subcommand = true
)]
struct Line {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    word: Option<Word>,
}

/// The first word.
#[derive(Debug, Subcommand)]
enum Word {
    /// Open the full-screen program at a place
    #[command(
        subcommand_required = true,
        disable_help_subcommand = true,
        after_help = "Examples:\n  iam-dojo open lesson 3\n  iam-dojo open quiz L03\n  iam-dojo open lab b13\n  iam-dojo open labs\n  \
        iam-dojo open drill\n  iam-dojo open settings\n  iam-dojo open exam dva-iam\n  iam-dojo open glossary role chaining\n  \
        iam-dojo open sandbox\n  iam-dojo open sandbox trust.json\n  iam-dojo open sandbox scenario.toml"
    )]
    Open {
        #[command(subcommand)]
        at: At,
    },
    /// Read a lesson
    #[command(
        after_help = "Examples:\n  iam-dojo lesson 3                  full screen\n  iam-dojo lesson L03 --plain        \
        plain lines, for screen readers and pipes\n  iam-dojo lesson 3 --plain | less"
    )]
    Lesson(Study),
    /// Answer a lesson's questions
    #[command(
        after_help = "Examples:\n  iam-dojo quiz 3                    full screen\n  iam-dojo quiz L03 --plain          \
        plain prompts, for screen readers and dumb terminals\n  iam-dojo quiz --generated --plain  the templates of generated \
        questions\n  iam-dojo quiz --generated 02.bucket-or-object --seed 17 --plain"
    )]
    Quiz(QuizLine),
    /// Sit a mock exam, or go on with one
    #[command(
        after_help = "Examples:\n  iam-dojo exam                      all exams, full screen\n  iam-dojo exam dva-iam              \
        full screen\n  iam-dojo exam --plain              the list of all exams\n  iam-dojo exam dva-iam --plain      plain \
        prompts, for screen readers and dumb terminals\n  iam-dojo exam dva-iam --plain --seed 7\n  iam-dojo exam final --plain \
        --report\n\nAnswers are kept when they are given; an exam that was cut off goes on where it was."
    )]
    Exam(ExamLine),
    /// Drill what is due, or a deck of your choice
    #[command(
        after_help = "Examples:\n  iam-dojo drill                     choose, full screen\n  iam-dojo drill due --minutes 5     \
        what is due, then what is new\n  iam-dojo drill 3                   lesson 3\n  iam-dojo drill trust-permissions   two \
        things easily taken for each other\n  iam-dojo drill wrong --cram        what was wrong lately, until it is right\n  \
        iam-dojo drill --decks             all decks, with what is due in each\n  iam-dojo drill --plain             plain \
        prompts, for screen readers and dumb terminals"
    )]
    Drill(drill::DrillLine),
    /// Decide a scenario's requests and show every step, or decide many flat cases
    #[command(
        override_usage = "iam-dojo simulate [OPTIONS] <SCENARIO>\n       iam-dojo simulate [--explain] --cases [FILE]\n       \
        iam-dojo simulate [--format FORMAT] --from-error <TEXT>",
        after_help = "Examples:\n  iam-dojo simulate ec2-reads-s3.toml\n  iam-dojo simulate dev-to-prod.toml --request \
        read --format json\n  iam-dojo simulate dev-to-prod.toml --all\n  iam-dojo simulate --cases cases.jsonl\n  \
        generate-cases | iam-dojo simulate --cases --explain\n  aws s3 ls 2>&1 | iam-dojo simulate --from-error -\n\nEnds with 0 when every request is allowed (or comes out \
        as its scenario expects), 1 when not; with --cases 0 when every line was answered, 1 when some could not be read."
    )]
    Simulate(SimulateLine),
    /// Look up a finding, a reason, an action, a condition key or operator
    #[command(
        after_help = "Examples:\n  iam-dojo explain NO_IDENTITY_ALLOW         a reason of a decision\n  iam-dojo explain \
        MISSING_VERSION           a finding of lint\n  iam-dojo explain s3:GetObject              an action\n  \
        iam-dojo explain 's3:Get*'                 all actions that a pattern covers\n  iam-dojo explain \
        aws:SourceIp              a condition key\n  iam-dojo explain StringEqualsIfExists      a condition \
        operator\n\nNames ignore case. Ends with 2 when nothing is called so, and says what is called nearly so."
    )]
    Explain {
        /// Its name
        #[arg(value_name = "CODE")]
        code: String,
        /// `text` for people, `json` for programs
        #[arg(long, value_enum, default_value_t, hide_possible_values = true)]
        format: Format,
    },
    /// Find what is wrong with a policy document
    #[command(
        after_help = "Examples:\n  iam-dojo lint trust.json\n  iam-dojo lint policy.json --kind identity --format json\n  \
        iam-dojo lint policy.json --format sarif > policy.sarif\n  \
        aws iam get-role --role-name App --query Role.AssumeRolePolicyDocument | iam-dojo lint - --kind trust\n\nEnds \
        with 1 when there is an error or a warning; suggestions alone end with 0."
    )]
    Lint(LintLine),
    /// Compare what two policy documents allow, over all requests
    #[command(
        after_help = "Examples:\n  iam-dojo compare before.json after.json\n  iam-dojo compare mine.json theirs.json --kind trust\n  \
        iam-dojo compare a.json b.json --format json | jq .verdict\n\nA file holds a document, or a JSON array of documents that act \
        together. Ends with 0 when both allow the same,\n1 when not or when that could not be decided, 2 when a document cannot be read or \
        AWS would refuse it."
    )]
    Compare(CompareLine),
    /// Prove a course: every file, question, lab and diagram
    #[command(
        after_help = "Examples:\n  iam-dojo check-content             the built-in course\n  iam-dojo check-content \
        my-course/\n  iam-dojo check-content . --write-ids\n  iam-dojo check-content --format json | jq .items\n\nEnds with 1 when \
        something is wrong; warnings alone end with 0."
    )]
    CheckContent(CheckContent),
    /// Grade the documents in a folder against a lab
    #[command(
        after_help = "Examples:\n  iam-dojo grade b13 answer/\n  iam-dojo grade b01 - < trust.json\n  iam-dojo grade b13 answer/ \
        --format junit > report.xml\n  iam-dojo grade b13 answer/ --format gradescope > /autograder/results/results.json\n  iam-dojo \
        grade b13 answer/ --hidden more.toml\n\nThe documents have the names that the lab's tabs have. Ends with 0 when every goal is reached,\n\
        the hidden ones too, 1 when not, 2 when it could not be graded."
    )]
    Grade(Grade),
    /// Show what is learned and what comes next, move it, reset it
    #[command(
        disable_help_subcommand = true,
        args_conflicts_with_subcommands = true,
        after_help = "Examples:\n  iam-dojo progress\n  iam-dojo progress --format json | jq .overall.mastery\n  \
        iam-dojo progress export progress.json\n  iam-dojo progress import progress.json\n  iam-dojo progress reset lesson 3\n  \
        iam-dojo progress tune"
    )]
    Progress {
        #[command(subcommand)]
        wanted: Option<ProgressDo>,
        /// `text` for people, `json` for programs
        #[arg(long, value_enum, default_value_t, hide_possible_values = true)]
        format: Format,
    },
    /// Write what a shell needs to complete the program's words
    #[command(
        after_help = "Examples:\n  iam-dojo completions bash > ~/.local/share/bash-completion/completions/iam-dojo\n  iam-dojo \
        completions zsh > ~/.zfunc/_iam-dojo\n  iam-dojo completions fish > ~/.config/fish/completions/iam-dojo.fish"
    )]
    Completions {
        /// bash, elvish, fish, powershell, zsh
        #[arg(value_enum, hide_possible_values = true)]
        shell: Shell,
    },
    /// Write the manual's pages, in the form that `man` reads
    #[command(after_help = "Examples:\n  iam-dojo man | man -l -\n  iam-dojo man --dir /usr/local/share/man/man1")]
    Man {
        /// Write a page for the program and one for each command into this folder
        #[arg(long = "dir", value_name = "DIR")]
        folder: Option<PathBuf>,
    },
}

/// What `open` takes.
#[derive(Debug, Subcommand)]
enum At {
    /// A lesson: `open lesson 3`
    Lesson {
        /// The lesson's id or number: L03, 3
        id: String,
    },
    /// A lesson's questions: `open quiz 3`
    Quiz {
        /// The lesson's id or number: L03, 3
        id: String,
    },
    /// Drills, or a deck at once: `open drill wrong`
    Drill {
        /// The deck's name: due, wrong, flagged, 3, trust-permissions; `drill --decks` lists all
        deck: Option<String>,
    },
    /// A lab: `open lab b13`
    Lab {
        /// The lab's id: B13
        id: String,
    },
    /// All labs, with their stars: `open labs`
    Labs,
    /// The settings: `open settings`
    Settings,
    /// All exams, or one: `open exam dva-iam`
    Exam {
        /// The exam's id: dva-iam
        id: Option<String>,
    },
    /// The words of the course and what they mean: `open glossary role chaining`
    Glossary {
        /// The word to look up, or its beginning
        term: Vec<String>,
    },
    /// Where you stand: `open progress`
    Progress,
    /// A desk for policies of your own: `open sandbox trust.json`
    Sandbox {
        /// A policy document, or a scenario (TOML or JSON) whose documents to open
        file: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
struct Study {
    /// The lesson's id or number: L03, 3
    id: String,
    /// Plain lines and prompts instead of the full screen
    #[arg(long)]
    plain: bool,
}

#[derive(Debug, Args)]
struct QuizLine {
    /// The lesson's id or number: L03, 3
    #[arg(required_unless_present = "generated", conflicts_with = "generated")]
    id: Option<String>,
    /// Plain lines and prompts instead of the full screen
    #[arg(long)]
    plain: bool,
    /// A question made from this template; without a name, the list of templates. Nothing of it is kept
    #[arg(long, value_name = "TEMPLATE", num_args = 0..=1, default_missing_value = "", requires = "plain")]
    generated: Option<String>,
    /// Which question of the template; another one each time when left out
    #[arg(long, value_name = "N", requires = "generated", conflicts_with = "id")]
    seed: Option<u64>,
}

#[derive(Debug, Args)]
struct ExamLine {
    /// The exam's id: dva-iam
    id: Option<String>,
    /// Plain lines and prompts instead of the full screen
    #[arg(long)]
    plain: bool,
    /// Draw the questions with this number: the same number, the same exam
    #[arg(long, value_name = "N", requires = "plain")]
    seed: Option<u64>,
    /// Begin anew, and give up the exam under way
    #[arg(long = "new", requires = "plain", conflicts_with = "report")]
    anew: bool,
    /// The report of the last exam of this id
    #[arg(long, requires = "id")]
    report: bool,
}

#[derive(Debug, Args)]
struct SimulateLine {
    /// The scenario's file (TOML or JSON); `-` is standard input
    #[arg(required_unless_present_any = ["cases", "from_error"])]
    scenario: Option<PathBuf>,
    /// Only the request of this name
    #[arg(long, value_name = "NAME", conflicts_with_all = ["all", "cases"])]
    request: Option<String>,
    /// All requests, not only the first
    #[arg(long, conflicts_with = "cases")]
    all: bool,
    /// With --cases, also each decision's trace (a scenario always shows its steps)
    #[arg(long)]
    explain: bool,
    /// `text` for people, `json` for programs
    #[arg(long, value_enum, default_value_t, hide_possible_values = true, conflicts_with = "cases")]
    format: Format,
    /// Decide flat cases, one JSON object a line, from FILE or standard input; answers are JSON lines
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-", conflicts_with = "scenario")]
    cases: Option<PathBuf>,
    /// Read an access-denied message (`-`: from standard input) back into a request, and name what it leaves open
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["scenario", "cases", "request", "all", "explain"])]
    from_error: Option<String>,
}

#[derive(Debug, Args)]
struct LintLine {
    /// The document; `-` is standard input
    file: PathBuf,
    /// Which kind of policy it is; guessed when left out
    #[arg(long, value_parser = PossibleValuesParser::new(PolicyKind::ALL.map(PolicyKind::as_str)))]
    kind: Option<String>,
    /// `text` for people, `json` for programs, `sarif` for code scanning and editors
    #[arg(long, value_enum, default_value_t, hide_possible_values = true)]
    format: LintFormat,
}

#[derive(Debug, Args)]
struct CompareLine {
    /// The first document, or list of documents; `-` is standard input
    #[arg(value_name = "A")]
    first: PathBuf,
    /// The second
    #[arg(value_name = "B")]
    second: PathBuf,
    /// Which kind of policies they are; guessed when left out
    #[arg(long, value_parser = PossibleValuesParser::new(PolicyKind::ALL.map(PolicyKind::as_str)))]
    kind: Option<String>,
    /// `text` for people, `json` for programs
    #[arg(long, value_enum, default_value_t, hide_possible_values = true)]
    format: Format,
}

/// The whole command line as clap knows it, for completions and the manual.
#[must_use]
pub fn line() -> clap::Command {
    Line::command()
}

/// Reads the arguments, the program's own name first.
///
/// # Errors
/// When they cannot be understood; also to answer `--help` and `--version` ([`crate::cli::answer`] does).
pub fn parse<I, T>(args: I) -> Result<Parsed, clap::Error>
where
    I: IntoIterator<Item = T>,
    T: Into<OsString> + Clone,
{
    let Line { common, word } = Line::try_parse_from(args)?;
    Ok(match wish(word) {
        Wish::Go(place) => Parsed::App(common, place),
        Wish::Do(command) => Parsed::Command(common, command),
    })
}

enum Wish {
    Go(Place),
    Do(Command),
}

fn wish(word: Option<Word>) -> Wish {
    let Some(word) = word else { return Wish::Go(Place::Home) };
    match word {
        Word::Open { at: At::Lesson { id } } | Word::Lesson(Study { id, plain: false }) => Wish::Go(Place::Lesson(id)),
        Word::Open { at: At::Quiz { id } } => Wish::Go(Place::Quiz(id)),
        Word::Open { at: At::Drill { deck } } => Wish::Go(drill::place(DrillWish { deck, ..DrillWish::default() })),
        Word::Drill(line) => line.wish(),
        Word::Open { at: At::Lab { id } } => Wish::Go(Place::Lab(id)),
        Word::Open { at: At::Progress } => Wish::Go(Place::Progress),
        Word::Open { at: At::Settings } => Wish::Go(Place::Settings),
        Word::Open { at: At::Labs } => Wish::Go(Place::Labs),
        Word::Open { at: At::Glossary { term } } => {
            Wish::Go(Place::Glossary(Some(term.join(" ")).filter(|term| !term.is_empty())))
        }
        Word::Open { at: At::Sandbox { file } } => Wish::Go(Place::Sandbox(file)),
        Word::Open { at: At::Exam { id: None } } | Word::Exam(ExamLine { id: None, plain: false, .. }) => {
            Wish::Go(Place::Exams)
        }
        Word::Exam(ExamLine { id: Some(id), plain: false, report: true, .. }) => Wish::Go(Place::ExamReport(id)),
        Word::Open { at: At::Exam { id: Some(id) } } | Word::Exam(ExamLine { id: Some(id), plain: false, .. }) => {
            Wish::Go(Place::Exam(id))
        }
        Word::Exam(ExamLine { id, plain: true, seed, anew, report }) => {
            Wish::Do(Command::Exam(Exam { id, seed, anew, report }))
        }
        Word::Lesson(Study { id, plain: true }) => Wish::Do(Command::Lesson { id }),
        Word::Quiz(QuizLine { generated: Some(template), seed, .. }) => {
            Wish::Do(Command::Generated { template: Some(template).filter(|template| !template.is_empty()), seed })
        }
        Word::Quiz(QuizLine { id, plain, .. }) => {
            let id = id.unwrap_or_default();
            if plain { Wish::Do(Command::Quiz { id }) } else { Wish::Go(Place::Quiz(id)) }
        }
        Word::Simulate(SimulateLine { scenario, request, all, explain, format, cases, from_error }) => {
            Wish::Do(match (cases, from_error) {
                (Some(file), _) => Command::Cases(Cases { file, explain }),
                (None, Some(message)) => Command::FromError(FromError { message, format }),
                (None, None) => {
                    let scenario = scenario.unwrap_or_default();
                    Command::Simulate(Simulate { scenario, request, all, format })
                }
            })
        }
        Word::Explain { code, format } => Wish::Do(Command::Explain { code, format }),
        Word::Lint(LintLine { file, kind, format }) => {
            let kind = kind.as_deref().and_then(PolicyKind::from_name);
            Wish::Do(Command::Lint(Lint { file, kind, format }))
        }
        Word::Compare(CompareLine { first, second, kind, format }) => {
            let kind = kind.as_deref().and_then(PolicyKind::from_name);
            Wish::Do(Command::Compare(Compare { first, second, kind, format }))
        }
        Word::CheckContent(wanted) => Wish::Do(Command::CheckContent(wanted)),
        Word::Grade(wanted) => Wish::Do(Command::Grade(wanted)),
        Word::Completions { shell } => Wish::Do(Command::Completions { shell }),
        Word::Man { folder } => Wish::Do(Command::Man { folder }),
        Word::Progress { wanted: Some(wanted), .. } => Wish::Do(Command::ProgressDo(wanted)),
        Word::Progress { wanted: None, format } => Wish::Do(Command::Progress { format }),
    }
}

impl Common {
    /// Where progress and settings live: what was asked for, or the system's place for such things.
    ///
    /// # Errors
    /// When nothing was asked for and the environment names no home.
    pub fn state_folder(&self) -> Result<PathBuf, NoStateFolder> {
        let home = || etcetera::home_dir().ok();
        self.state_folder_in(cfg!(windows), |name| std::env::var_os(name), home).ok_or(NoStateFolder)
    }

    /// The same with the environment as an argument. An empty variable counts as none, and a relative one where the XDG
    /// Base Directory Specification wants absolute paths.
    fn state_folder_in(
        &self,
        windows: bool,
        variable: impl Fn(&str) -> Option<OsString>,
        home: impl Fn() -> Option<PathBuf>,
    ) -> Option<PathBuf> {
        let folder = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let of_system = || {
            if windows {
                folder("LOCALAPPDATA").or_else(|| Some(home()?.join("AppData").join("Local")))
            } else {
                let state = folder("XDG_STATE_HOME").filter(|path| path.is_absolute());
                state.or_else(|| Some(home()?.join(".local/state")))
            }
        };
        self.state.clone().or_else(|| folder("IAM_DOJO_STATE")).or_else(|| Some(of_system()?.join("iam-dojo")))
    }
}

/// There is no place to keep progress in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cannot find your home folder to keep progress in; name a folder with `--state DIR` or IAM_DOJO_STATE")]
pub struct NoStateFolder;

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;
    use clap::error::ErrorKind;

    use super::*;
    use crate::iam::catalogue::Catalogue;
    use crate::study::decks::Length;

    fn read(line: &str) -> Result<Parsed, clap::Error> {
        parse(std::iter::once("iam-dojo").chain(line.split_whitespace()))
    }

    fn app(place: Place) -> Parsed {
        Parsed::App(Common::default(), place)
    }

    fn command(command: Command) -> Parsed {
        Parsed::Command(Common::default(), command)
    }

    #[test]
    fn the_command_line_is_well_formed() {
        Line::command().debug_assert();
    }

    #[test]
    fn each_line_means_what_it_says() {
        let simulate = |request: Option<&str>, all, format| {
            let scenario = "s.toml".into();
            command(Command::Simulate(Simulate { scenario, request: request.map(Into::into), all, format }))
        };
        let cases = |file: &str, explain| command(Command::Cases(Cases { file: file.into(), explain }));
        let from_error = |text: &str, format| command(Command::FromError(FromError { message: text.into(), format }));
        let lint = |file: &str, kind, format| command(Command::Lint(Lint { file: file.into(), kind, format }));
        let at = |course: Option<&str>, state: Option<&str>, ascii| Common {
            theme: None,
            course: course.map(Into::into),
            state: state.map(Into::into),
            ascii,
        };
        let drill = |deck: Option<&str>, length, cram| DrillWish { deck: deck.map(Into::into), length, cram };
        let table = [
            ("", app(Place::Home)),
            ("open lesson 4", app(Place::Lesson("4".into()))),
            ("open quiz L03", app(Place::Quiz("L03".into()))),
            ("open lab b13", app(Place::Lab("b13".into()))),
            ("open sandbox", app(Place::Sandbox(None))),
            ("open sandbox trust.json", app(Place::Sandbox(Some("trust.json".into())))),
            ("open progress", app(Place::Progress)),
            ("open settings", app(Place::Settings)),
            ("open exam", app(Place::Exams)),
            ("open exam dva-iam", app(Place::Exam("dva-iam".into()))),
            ("exam", app(Place::Exams)),
            ("exam final", app(Place::Exam("final".into()))),
            ("exam final --report", app(Place::ExamReport("final".into()))),
            ("exam --plain", command(Command::Exam(Exam::default()))),
            (
                "exam final --plain --seed 7 --new",
                command(Command::Exam(Exam { id: Some("final".into()), seed: Some(7), anew: true, report: false })),
            ),
            (
                "exam final --plain --report",
                command(Command::Exam(Exam { id: Some("final".into()), report: true, ..Exam::default() })),
            ),
            ("lesson 4", app(Place::Lesson("4".into()))),
            ("drill", app(Place::Drill(None))),
            ("open drill", app(Place::Drill(None))),
            ("open drill wrong", app(Place::Drill(Some(drill(Some("wrong"), None, false))))),
            ("drill 3 --cram", app(Place::Drill(Some(drill(Some("3"), None, true))))),
            ("drill --minutes 5", app(Place::Drill(Some(drill(None, Some(Length::Minutes(5)), false))))),
            ("drill --plain", command(Command::Drill { wish: DrillWish::default(), seed: None })),
            (
                "drill due --plain --minutes endless --seed 7",
                command(Command::Drill { wish: drill(Some("due"), Some(Length::Endless), false), seed: Some(7) }),
            ),
            ("drill --decks", command(Command::Decks)),
            ("quiz l03", app(Place::Quiz("l03".into()))),
            ("lesson 4 --plain", command(Command::Lesson { id: "4".into() })),
            ("quiz --plain L03", command(Command::Quiz { id: "L03".into() })),
            ("quiz --generated --plain", command(Command::Generated { template: None, seed: None })),
            (
                "quiz --plain --generated 02.a --seed 7",
                command(Command::Generated { template: Some("02.a".into()), seed: Some(7) }),
            ),
            ("simulate s.toml", simulate(None, false, Format::Text)),
            ("simulate s.toml --request read --explain", simulate(Some("read"), false, Format::Text)),
            ("simulate --all s.toml --format json", simulate(None, true, Format::Json)),
            ("simulate --cases", cases("-", false)),
            ("simulate --cases --explain", cases("-", true)),
            ("simulate --explain --cases c.jsonl", cases("c.jsonl", true)),
            ("simulate --from-error -", from_error("-", Format::Text)),
            ("simulate --format json --from-error User:", from_error("User:", Format::Json)),
            ("explain BAD_SID", command(Command::Explain { code: "BAD_SID".into(), format: Format::Text })),
            ("explain Null --format json", command(Command::Explain { code: "Null".into(), format: Format::Json })),
            ("lint p.json", lint("p.json", None, LintFormat::Text)),
            ("lint p.json --format sarif", lint("p.json", None, LintFormat::Sarif)),
            ("lint - --kind trust --format json", lint("-", Some(PolicyKind::Trust), LintFormat::Json)),
            ("check-content", command(Command::CheckContent(CheckContent::default()))),
            (
                "check-content here --write-ids --format json",
                command(Command::CheckContent(CheckContent {
                    folder: Some("here".into()),
                    format: Format::Json,
                    write_ids: true,
                })),
            ),
            ("completions zsh", command(Command::Completions { shell: Shell::Zsh })),
            ("man", command(Command::Man { folder: None })),
            ("man --dir pages", command(Command::Man { folder: Some("pages".into()) })),
            (
                "--theme high-contrast",
                Parsed::App(Common { theme: Some(ThemeName::HighContrast), ..Common::default() }, Place::Home),
            ),
            (
                "grade b13 answer --format junit --hidden more.toml",
                command(Command::Grade(Grade {
                    lab: "b13".into(),
                    folder: "answer".into(),
                    format: GradeFormat::Junit,
                    hidden: Some("more.toml".into()),
                })),
            ),
            ("progress", command(Command::Progress { format: Format::Text })),
            ("progress --format json", command(Command::Progress { format: Format::Json })),
            ("progress export", command(Command::ProgressDo(ProgressDo::Export { file: None }))),
            (
                "progress reset lab b01 --yes",
                command(Command::ProgressDo(ProgressDo::Reset {
                    what: ResetWhat::Lab { id: "b01".into() },
                    yes: true,
                })),
            ),
            ("progress tune", command(Command::ProgressDo(ProgressDo::Tune { usual: false }))),
            ("--state s --course c --ascii", Parsed::App(at(Some("c"), Some("s"), true), Place::Home)),
            (
                "progress --state s",
                Parsed::Command(at(None, Some("s"), false), Command::Progress { format: Format::Text }),
            ),
            ("open labs", Parsed::App(Common::default(), Place::Labs)),
            ("open glossary", app(Place::Glossary(None))),
            ("open glossary session", app(Place::Glossary(Some("session".into())))),
            ("open glossary role chaining", app(Place::Glossary(Some("role chaining".into())))),
            ("open lab b01 --course c", Parsed::App(at(Some("c"), None, false), Place::Lab("b01".into()))),
        ];
        for (line, expected) in table {
            assert_eq!(read(line).unwrap_or_else(|error| panic!("{line}: {error}")), expected, "{line}");
        }
    }

    #[test]
    fn every_kind_of_policy_can_be_named() {
        for kind in PolicyKind::ALL {
            let parsed = read(&format!("lint p --kind {}", kind.as_str())).unwrap();
            let Parsed::Command(_, Command::Lint(Lint { kind: read, .. })) = parsed else { panic!("{parsed:?}") };
            assert_eq!(read, Some(kind));
        }
    }

    #[test]
    fn a_line_that_cannot_be_understood_ends_with_two() {
        for line in [
            "frobnicate",
            "help",
            "open",
            "open drill due wrong",
            "drill due --seed 7",
            "drill --minutes 0",
            "drill --minutes soon",
            "drill due --decks",
            "open lesson",
            "lesson",
            "quiz --plain",
            "quiz --generated 02.a",
            "quiz 3 --plain --generated",
            "quiz 3 --plain --seed 1",
            "exam final --seed 7",
            "exam --plain --report",
            "simulate",
            "simulate s.toml --request read --all",
            "simulate s.toml --cases c.jsonl",
            "simulate --cases --all",
            "simulate --from-error",
            "simulate s.toml --from-error x",
            "simulate --cases --from-error x",
            "simulate --from-error x --all",
            "explain",
            "explain a b",
            "simulate s.toml --format sarif",
            "lint",
            "lint a.json b.json",
            "lint a.json --kind policy",
            "check-content here --course there",
            "completions",
            "completions tcsh",
            "--theme sepia",
            "grade b13",
            "grade b13 answer --format sarif",
            "progress import",
            "progress reset",
            "progress reset lesson",
            "progress --format json export",
            "--state",
            "--plain",
        ] {
            let error = read(line).expect_err(line);
            assert_eq!((error.exit_code(), error.use_stderr()), (2, true), "{line}");
        }
    }

    #[test]
    fn help_and_version_are_answers_and_not_mistakes() {
        let number = env!("CARGO_PKG_VERSION");
        let with_date = format!("{number} (catalogue of {})", Catalogue::built_in().date());
        for (line, expected) in [("--version", with_date.as_str()), ("-V", number)] {
            let version = read(line).unwrap_err();
            assert_eq!(version.to_string(), format!("iam-dojo {expected}\n"));
            assert_eq!((version.kind(), version.exit_code()), (ErrorKind::DisplayVersion, 0));
        }
        let words = Line::command().get_subcommands().map(|word| word.get_name().to_owned()).collect::<Vec<_>>();
        for line in words.iter().map(|word| format!("{word} --help")).chain(["--help".into()]) {
            let help = read(&line).unwrap_err();
            assert_eq!((help.kind(), help.exit_code()), (ErrorKind::DisplayHelp, 0), "{line}");
            assert!(help.to_string().contains("Examples:\n  iam-dojo "), "{line} has no examples");
            assert!(help.to_string().lines().all(|line| line.chars().count() <= 120), "{line} is too wide");
        }
    }

    #[test]
    fn progress_lives_where_it_was_asked_to_or_where_the_system_wants_it() {
        let home = || Some(PathBuf::from("/home/ada"));
        type Case<'a> = (Option<&'a str>, bool, &'a [(&'a str, &'a str)], &'a str);
        let table: [Case<'_>; 8] = [
            (None, false, &[], "/home/ada/.local/state/iam-dojo"),
            (None, false, &[("XDG_STATE_HOME", "/var/ada")], "/var/ada/iam-dojo"),
            (None, false, &[("XDG_STATE_HOME", ""), ("IAM_DOJO_STATE", "")], "/home/ada/.local/state/iam-dojo"),
            (None, false, &[("XDG_STATE_HOME", "here")], "/home/ada/.local/state/iam-dojo"),
            (None, false, &[("XDG_STATE_HOME", "/var/ada"), ("IAM_DOJO_STATE", "mine")], "mine"),
            (Some("asked"), false, &[("IAM_DOJO_STATE", "mine")], "asked"),
            (None, true, &[("LOCALAPPDATA", "/local"), ("XDG_STATE_HOME", "/var/ada")], "/local/iam-dojo"),
            (None, true, &[], "/home/ada/AppData/Local/iam-dojo"),
        ];
        for (asked, windows, variables, expected) in table {
            let common = Common { state: asked.map(Into::into), ..Common::default() };
            let variable =
                |name: &str| variables.iter().find(|(n, _)| *n == name).map(|(_, value)| OsString::from(value));
            let folder = common.state_folder_in(windows, variable, home);
            assert_eq!(folder, Some(PathBuf::from(expected)), "{asked:?} {variables:?}");
        }
        assert_eq!(Common::default().state_folder_in(false, |_| None, || None), None);
    }
}
