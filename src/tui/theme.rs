//! What things look like. Screens name roles (`Role::Deny`), never colours; a theme turns a role into a style.
//!
//! One colour means one thing everywhere: a policy kind always wears its own, a decision always wears its own and its sign
//! too, so that nothing rests on colour alone.

use ratatui::style::{Color, Modifier, Style};

use crate::iam::explain::Sign;
use crate::iam::policy::PolicyKind;
use crate::iam::trace::Verdict;
use crate::place::ThemeName;

/// What a piece of the screen is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Running text.
    Text,
    /// Secondary text.
    Dim,
    /// Headings and what matters.
    Strong,
    /// Focus, keys, links to go on.
    Accent,
    /// The chosen line of the pane that has the focus.
    Selected,
    /// The chosen line of a pane that has not.
    Marked,
    /// A panel set apart from the page (a checkpoint, a popup).
    Panel,
    /// Lines between things.
    Rule,
    /// Allowed, right, done.
    Allow,
    /// Explicitly denied, wrong.
    Deny,
    /// Implicitly denied, worth care.
    Silent,
    /// A policy kind's own colour.
    Kind(PolicyKind),
    /// A member's key in code.
    CodeKey,
    /// A string in code.
    CodeString,
    /// A number or `true` in code.
    CodeNumber,
    /// A keyword or command in code.
    CodeKeyword,
    /// A comment in code.
    CodeComment,
    /// Brackets and commas in code.
    CodePunctuation,
    /// `Allow`.
    EffectAllow,
    /// `Deny`.
    EffectDeny,
    /// The name of an action: `GetObject`.
    Action,
    /// A service, of an action or an ARN: `s3`.
    Service,
    /// An ARN as a whole.
    Arn,
    /// The beginning of every ARN: `arn`, and the partition, `aws`.
    Partition,
    /// The region of an ARN.
    Region,
    /// An account's number.
    Account,
    /// What an ARN names in the end: `reports/*`.
    Resource,
    /// `*` and `?` where they match anything.
    Wildcard,
    /// `${aws:username}`.
    Variable,
    /// A condition operator.
    Condition,
    /// A condition key.
    ConditionKey,
    /// A finding: error.
    Error,
    /// A finding: warning of either sort.
    Warning,
    /// A finding: suggestion.
    Suggestion,
    /// A glossary term.
    Term,
    /// A full part of a bar.
    BarFull,
    /// An empty part of a bar.
    BarEmpty,
    /// A star earned.
    Star,
}

/// The palettes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Palette {
    /// The terminal's own sixteen colours on its own background.
    Terminal,
    /// For a background known to be dark.
    Dark,
    /// For a background known to be light.
    Light,
    /// No colour: bold, underline, reverse.
    Monochrome,
    /// Bright on black, nothing dim: every colour at least seven times as bright as its ground.
    HighContrast,
}

/// How many colours the terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Depth {
    /// Red, green and blue at will.
    True,
    /// The 256 of xterm.
    Indexed,
    /// Sixteen.
    Basic,
}

/// A theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Its colours.
    pub palette: Palette,
    /// What the terminal can show of them.
    pub depth: Depth,
    /// Draw with ASCII only.
    pub ascii: bool,
}

/// Signs and lines, in Unicode or ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Symbols {
    /// Yes.
    pub yes: &'static str,
    /// No, written down.
    pub no: &'static str,
    /// Nobody said yes.
    pub silent: &'static str,
    /// Nothing there.
    pub nothing: &'static str,
    /// Before the chosen line.
    pub cursor: &'static str,
    /// Done.
    pub full: &'static str,
    /// To do.
    pub empty: &'static str,
    /// A star earned.
    pub star: &'static str,
    /// A star not earned.
    pub no_star: &'static str,
    /// Between things on one line.
    pub dot: &'static str,
    /// A horizontal line.
    pub horizontal: &'static str,
    /// A vertical line.
    pub vertical: &'static str,
    /// A bar.
    pub bar: &'static str,
    /// The heavy mark at a callout's left edge.
    pub edge: &'static str,
    /// An arrow.
    pub arrow: &'static str,
    /// A warning.
    pub warning: &'static str,
    /// More follows below.
    pub below: &'static str,
    /// More stands above.
    pub above: &'static str,
    /// Cut off here.
    pub ellipsis: &'static str,
}

const UNICODE: Symbols = Symbols {
    yes: "✓",
    no: "✗",
    silent: "○",
    nothing: "–",
    cursor: "▸",
    full: "●",
    empty: "○",
    star: "★",
    no_star: "☆",
    dot: "·",
    horizontal: "─",
    vertical: "│",
    bar: "━",
    edge: "▌",
    arrow: "→",
    warning: "⚠",
    below: "▾",
    above: "▴",
    ellipsis: "…",
};

const ASCII: Symbols = Symbols {
    yes: "+",
    no: "x",
    silent: "o",
    nothing: "-",
    cursor: ">",
    full: "*",
    empty: ".",
    star: "*",
    no_star: ".",
    dot: "|",
    horizontal: "-",
    vertical: "|",
    bar: "=",
    edge: "|",
    arrow: "->",
    warning: "!",
    below: "v",
    above: "^",
    ellipsis: "~",
};

impl Theme {
    /// The signs and lines to draw with.
    #[must_use]
    pub fn symbols(&self) -> &'static Symbols {
        if self.ascii { &ASCII } else { &UNICODE }
    }

    /// The sign of a step of the walk, with its style.
    #[must_use]
    pub fn sign(&self, sign: Sign) -> (&'static str, Style) {
        let symbols = self.symbols();
        match sign {
            Sign::Yes => (symbols.yes, self.style(Role::Allow)),
            Sign::No => (symbols.no, self.style(Role::Deny)),
            Sign::Silent => (symbols.silent, self.style(Role::Silent)),
            Sign::Nothing => (symbols.nothing, self.style(Role::Dim)),
        }
    }

    /// The sign and the words of a verdict, with their style.
    #[must_use]
    pub fn verdict(&self, verdict: Verdict) -> (&'static str, &'static str, Style) {
        let symbols = self.symbols();
        match verdict {
            Verdict::Allow => (symbols.yes, "allowed", self.style(Role::Allow)),
            Verdict::ExplicitDeny => (symbols.no, "explicitly denied", self.style(Role::Deny)),
            Verdict::ImplicitDeny => (symbols.silent, "implicitly denied", self.style(Role::Silent)),
        }
    }

    /// The same in the palette of a name; `automatic` is what fits the terminal.
    #[must_use]
    pub fn named(self, name: ThemeName, automatic: Palette) -> Self {
        let palette = match name {
            ThemeName::Auto => automatic,
            ThemeName::Dark => Palette::Dark,
            ThemeName::Light => Palette::Light,
            ThemeName::Terminal => Palette::Terminal,
            ThemeName::HighContrast => Palette::HighContrast,
            ThemeName::Monochrome => Palette::Monochrome,
        };
        // Sixteen colours cannot carry the dark and light palettes; the terminal's own can.
        let palette = match (palette, self.depth) {
            (Palette::Dark | Palette::Light, Depth::Basic) => Palette::Terminal,
            (palette, _) => palette,
        };
        Self { palette, ..self }
    }

    /// What the whole screen stands on, where that is not the terminal's own ground.
    #[must_use]
    pub fn ground(&self) -> Option<Style> {
        (self.palette == Palette::HighContrast).then(|| self.style(Role::Panel))
    }

    /// The style of a role.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        match self.palette {
            Palette::Terminal => terminal(role),
            Palette::Monochrome => monochrome(role),
            Palette::HighContrast => high_contrast(role, self.depth),
            Palette::Dark => colours(role, &DARK, self.depth),
            Palette::Light => colours(role, &LIGHT, self.depth),
        }
    }
}

/// The colours of a palette, red green blue.
struct Colours {
    text: u32,
    dim: u32,
    strong: u32,
    accent: u32,
    selected: u32,
    marked: u32,
    panel: u32,
    rule: u32,
    green: u32,
    red: u32,
    amber: u32,
    purple: u32,
    cyan: u32,
    teal: u32,
    orange: u32,
    straw: u32,
    pink: u32,
}

const DARK: Colours = Colours {
    text: 0x00c9_d1d9,
    dim: 0x007d_8590,
    strong: 0x00ff_ffff,
    accent: 0x007a_a2f7,
    selected: 0x0024_3350,
    marked: 0x001d_2636,
    panel: 0x0017_1e29,
    rule: 0x0033_3b48,
    green: 0x009e_ce6a,
    red: 0x00f7_768e,
    amber: 0x00e0_af68,
    purple: 0x00bb_9af7,
    cyan: 0x007d_cfff,
    teal: 0x0073_daca,
    orange: 0x00ff_9e64,
    straw: 0x00cf_c9a2,
    pink: 0x00ff_8fc7,
};

const LIGHT: Colours = Colours {
    text: 0x0024_292e,
    dim: 0x006a_717b,
    strong: 0x0000_0000,
    accent: 0x002a_5bc8,
    selected: 0x00dc_e6fa,
    marked: 0x00ea_eff7,
    panel: 0x00ef_f2f6,
    rule: 0x00c9_ced6,
    green: 0x002f_7d1b,
    red: 0x00c0_1f3f,
    amber: 0x0087_5f00,
    purple: 0x0074_3fb8,
    cyan: 0x000b_6a9e,
    teal: 0x0000_7566,
    orange: 0x00b3_4a00,
    straw: 0x006a_5a10,
    pink: 0x00b0_2a75,
};

fn colours(role: Role, c: &Colours, depth: Depth) -> Style {
    let fg = |rgb: u32| Style::new().fg(colour(rgb, depth));
    let bg = |rgb: u32| Style::new().bg(colour(rgb, depth));
    match role {
        Role::Text => fg(c.text),
        Role::Dim | Role::CodePunctuation | Role::Partition => fg(c.dim),
        Role::CodeComment => fg(c.dim).add_modifier(Modifier::ITALIC),
        Role::Strong => fg(c.strong).add_modifier(Modifier::BOLD),
        Role::Accent => fg(c.accent).add_modifier(Modifier::BOLD),
        Role::Selected => bg(c.selected),
        Role::Marked => bg(c.marked),
        Role::Panel => bg(c.panel),
        Role::Rule | Role::BarEmpty => fg(c.rule),
        Role::Allow => fg(c.green),
        Role::Deny => fg(c.red),
        Role::Silent | Role::Star | Role::Warning => fg(c.amber),
        Role::Kind(kind) => fg(match kind {
            PolicyKind::Trust => c.purple,
            PolicyKind::Identity => c.cyan,
            PolicyKind::Resource => c.teal,
            PolicyKind::Boundary => c.orange,
            PolicyKind::Session => c.straw,
            PolicyKind::Scp => c.pink,
            PolicyKind::Rcp => c.amber,
        })
        .add_modifier(Modifier::BOLD),
        Role::CodeKey => fg(c.accent),
        Role::CodeString | Role::Resource => fg(c.straw),
        Role::CodeNumber | Role::Account => fg(c.orange),
        Role::CodeKeyword | Role::Condition | Role::Region => fg(c.purple),
        Role::EffectAllow => fg(c.green).add_modifier(Modifier::BOLD),
        Role::EffectDeny => fg(c.red).add_modifier(Modifier::BOLD),
        Role::Action => fg(c.cyan),
        Role::Arn | Role::Service => fg(c.teal),
        Role::Wildcard => fg(c.amber).add_modifier(Modifier::BOLD),
        Role::Variable | Role::ConditionKey => fg(c.pink),
        Role::Error => fg(c.red),
        Role::Suggestion => fg(c.cyan),
        Role::Term => fg(c.accent).add_modifier(Modifier::UNDERLINED),
        Role::BarFull => fg(c.accent),
    }
}

fn terminal(role: Role) -> Style {
    let fg = |colour: Color| Style::new().fg(colour);
    match role {
        Role::Text => Style::new(),
        Role::Dim | Role::CodePunctuation | Role::Partition | Role::Rule | Role::BarEmpty => {
            Style::new().add_modifier(Modifier::DIM)
        }
        Role::CodeComment => Style::new().add_modifier(Modifier::DIM | Modifier::ITALIC),
        Role::Strong => Style::new().add_modifier(Modifier::BOLD),
        Role::Accent => fg(Color::Blue).add_modifier(Modifier::BOLD),
        Role::Selected => Style::new().add_modifier(Modifier::REVERSED),
        Role::Marked => Style::new().add_modifier(Modifier::UNDERLINED),
        Role::Panel => Style::new(),
        Role::Allow => fg(Color::Green),
        Role::Deny | Role::Error => fg(Color::Red),
        Role::Silent | Role::Star | Role::Warning => fg(Color::Yellow),
        Role::Kind(kind) => fg(match kind {
            PolicyKind::Trust => Color::Magenta,
            PolicyKind::Identity => Color::Cyan,
            PolicyKind::Resource => Color::Green,
            PolicyKind::Boundary => Color::LightRed,
            PolicyKind::Session => Color::LightYellow,
            PolicyKind::Scp => Color::LightMagenta,
            PolicyKind::Rcp => Color::Yellow,
        })
        .add_modifier(Modifier::BOLD),
        Role::CodeKey | Role::BarFull => fg(Color::Blue),
        Role::CodeString | Role::Resource => fg(Color::Green),
        Role::CodeNumber | Role::Account => fg(Color::LightRed),
        Role::CodeKeyword | Role::Condition | Role::Region => fg(Color::Magenta),
        Role::Variable | Role::ConditionKey => fg(Color::LightMagenta),
        Role::EffectAllow => fg(Color::Green).add_modifier(Modifier::BOLD),
        Role::EffectDeny => fg(Color::Red).add_modifier(Modifier::BOLD),
        Role::Action | Role::Arn | Role::Suggestion => fg(Color::Cyan),
        Role::Service => fg(Color::Cyan).add_modifier(Modifier::BOLD),
        Role::Wildcard => fg(Color::Yellow).add_modifier(Modifier::BOLD),
        Role::Term => fg(Color::Blue).add_modifier(Modifier::UNDERLINED),
    }
}

/// A colour of the high-contrast palette: red green blue, and the nearest of the sixteen.
type Vivid = (u32, Color);

const BLACK: Vivid = (0x0000_0000, Color::Black);
const WHITE: Vivid = (0x00ff_ffff, Color::White);
const SILVER: Vivid = (0x00d0_d0d0, Color::Gray);
const YELLOW: Vivid = (0x00ff_ff00, Color::LightYellow);
const CYAN: Vivid = (0x0000_ffff, Color::LightCyan);
const GREEN: Vivid = (0x0040_ff40, Color::LightGreen);
const RED: Vivid = (0x00ff_9090, Color::LightRed);
const ORANGE: Vivid = (0x00ff_b000, Color::Yellow);
const PINK: Vivid = (0x00ff_a0ff, Color::LightMagenta);
const BLUE: Vivid = (0x0090_c0ff, Color::LightBlue);

fn high_contrast(role: Role, depth: Depth) -> Style {
    let paint = |(rgb, basic): Vivid| match depth {
        Depth::Basic => basic,
        Depth::True | Depth::Indexed => colour(rgb, depth),
    };
    let fg = |vivid: Vivid| Style::new().fg(paint(vivid));
    match role {
        Role::Text | Role::Rule | Role::CodePunctuation | Role::Partition => fg(WHITE),
        Role::Panel => fg(WHITE).bg(paint(BLACK)),
        Role::Dim | Role::BarEmpty => fg(SILVER),
        Role::CodeComment => fg(SILVER).add_modifier(Modifier::ITALIC),
        Role::Strong => fg(WHITE).add_modifier(Modifier::BOLD),
        Role::Accent => fg(YELLOW).add_modifier(Modifier::BOLD),
        Role::Term => fg(YELLOW).add_modifier(Modifier::UNDERLINED),
        // One ground and one colour for all of a chosen line: its signs tell what its colours told.
        Role::Selected => fg(BLACK).bg(paint(YELLOW)),
        Role::Marked => Style::new().add_modifier(Modifier::UNDERLINED | Modifier::BOLD),
        Role::Allow | Role::EffectAllow => fg(GREEN).add_modifier(Modifier::BOLD),
        Role::Deny | Role::EffectDeny | Role::Error => fg(RED).add_modifier(Modifier::BOLD),
        Role::Silent | Role::Star | Role::Warning | Role::Wildcard => fg(ORANGE).add_modifier(Modifier::BOLD),
        Role::Kind(kind) => fg(match kind {
            PolicyKind::Trust | PolicyKind::Scp => PINK,
            PolicyKind::Identity => CYAN,
            PolicyKind::Resource => GREEN,
            PolicyKind::Boundary | PolicyKind::Rcp => ORANGE,
            PolicyKind::Session => YELLOW,
        })
        .add_modifier(Modifier::BOLD),
        Role::CodeKey | Role::BarFull | Role::Suggestion => fg(BLUE),
        Role::CodeString | Role::Resource => fg(GREEN),
        Role::CodeNumber | Role::Account => fg(ORANGE),
        Role::CodeKeyword | Role::Condition | Role::Region | Role::Variable | Role::ConditionKey => fg(PINK),
        Role::Action | Role::Arn | Role::Service => fg(CYAN),
    }
}

fn monochrome(role: Role) -> Style {
    let style = Style::new();
    match role {
        Role::Strong
        | Role::Accent
        | Role::Kind(_)
        | Role::EffectAllow
        | Role::EffectDeny
        | Role::Wildcard
        | Role::Allow
        | Role::Deny
        | Role::Silent
        | Role::Star => style.add_modifier(Modifier::BOLD),
        Role::Selected => style.add_modifier(Modifier::REVERSED),
        Role::Marked | Role::Term | Role::Error | Role::Warning => style.add_modifier(Modifier::UNDERLINED),
        Role::Dim | Role::CodeComment | Role::CodePunctuation | Role::Partition | Role::Rule | Role::BarEmpty => {
            style.add_modifier(Modifier::DIM)
        }
        Role::Variable | Role::Condition | Role::ConditionKey | Role::Region => style.add_modifier(Modifier::ITALIC),
        Role::Text
        | Role::Panel
        | Role::CodeKey
        | Role::CodeString
        | Role::CodeNumber
        | Role::CodeKeyword
        | Role::Action
        | Role::Arn
        | Role::Service
        | Role::Account
        | Role::Resource
        | Role::Suggestion
        | Role::BarFull => style,
    }
}

/// A colour as the terminal can show it.
fn colour(rgb: u32, depth: Depth) -> Color {
    let [_, r, g, b] = rgb.to_be_bytes();
    match depth {
        Depth::True => Color::Rgb(r, g, b),
        Depth::Indexed | Depth::Basic => Color::Indexed(indexed(r, g, b)),
    }
}

/// The nearest of xterm's 256 colours: its 6×6×6 cube or its grey ramp.
fn indexed(r: u8, g: u8, b: u8) -> u8 {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let distance = |a: (u8, u8, u8)| {
        let d = |x: u8, y: u8| u32::from(x.abs_diff(y)).pow(2);
        d(a.0, r) + d(a.1, g) + d(a.2, b)
    };
    let cube = (0u8..216).map(|i| {
        let step = |n: u8| STEPS.get(usize::from(n)).copied().unwrap_or(255);
        (16 + i, (step(i / 36), step(i / 6 % 6), step(i % 6)))
    });
    let greys = (0u8..24).map(|i| (232 + i, (8 + 10 * i, 8 + 10 * i, 8 + 10 * i)));
    cube.chain(greys).min_by_key(|(_, rgb)| distance(*rgb)).map_or(7, |(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_falls_to_its_nearest_in_256() {
        assert_eq!(indexed(255, 255, 255), 231);
        assert_eq!(indexed(8, 8, 8), 232);
        assert_eq!(indexed(0, 95, 135), 24);
    }

    /// The relative luminance of a colour (W3C: "Web Content Accessibility Guidelines").
    fn luminance(rgb: u32) -> f64 {
        let [_, r, g, b] = rgb.to_be_bytes();
        let part = |value: u8| {
            let share = f64::from(value) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
    }

    #[test]
    fn in_high_contrast_every_colour_is_seven_times_as_bright_as_its_ground() {
        let kinds = PolicyKind::ALL.map(Role::Kind);
        let others = [
            Role::Text,
            Role::Dim,
            Role::Strong,
            Role::Accent,
            Role::Panel,
            Role::Rule,
            Role::Allow,
            Role::Deny,
            Role::Silent,
            Role::CodeKey,
            Role::CodeString,
            Role::CodeNumber,
            Role::CodeKeyword,
            Role::CodeComment,
            Role::Action,
            Role::Error,
            Role::Warning,
            Role::Term,
            Role::BarEmpty,
        ];
        let theme = Theme { palette: Palette::HighContrast, depth: Depth::True, ascii: false };
        assert_eq!(theme.ground().and_then(|ground| ground.bg), Some(Color::Rgb(0, 0, 0)));
        for role in kinds.into_iter().chain(others) {
            let style = theme.style(role);
            let Some(Color::Rgb(r, g, b)) = style.fg else { panic!("{role:?} has no colour") };
            let contrast = (luminance(u32::from_be_bytes([0, r, g, b])) + 0.05) / 0.05;
            assert!(contrast >= 7.0, "{role:?}: {contrast}");
            assert!(!style.add_modifier.contains(Modifier::DIM), "{role:?}");
        }
    }

    #[test]
    fn a_theme_has_the_palette_of_its_name_and_sixteen_colours_carry_no_dark_one() {
        let theme = |depth| Theme { palette: Palette::Terminal, depth, ascii: false };
        for (name, depth, palette) in [
            (ThemeName::Auto, Depth::True, Palette::Light),
            (ThemeName::Dark, Depth::True, Palette::Dark),
            (ThemeName::Dark, Depth::Basic, Palette::Terminal),
            (ThemeName::Auto, Depth::Basic, Palette::Terminal),
            (ThemeName::HighContrast, Depth::Basic, Palette::HighContrast),
            (ThemeName::Monochrome, Depth::Indexed, Palette::Monochrome),
        ] {
            assert_eq!(theme(depth).named(name, Palette::Light).palette, palette, "{name:?} {depth:?}");
        }
    }

    #[test]
    fn without_colour_no_role_has_one() {
        let theme = Theme { palette: Palette::Monochrome, depth: Depth::True, ascii: false };
        for role in [Role::Text, Role::Deny, Role::Selected, Role::Kind(PolicyKind::Trust), Role::Panel, Role::Term] {
            let style = theme.style(role);
            assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
        }
    }
}
