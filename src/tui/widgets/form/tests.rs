//! Forms filled in by keys, as a person does it.

use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::*;
use crate::tui::app::Hits;
use crate::tui::keymap;
use crate::tui::theme::{Depth, Palette, Theme};

const THEME: Theme = Theme { palette: Palette::Dark, depth: Depth::True, ascii: false };

fn form() -> Form {
    Form::new(vec![
        Item::heading("A role"),
        Item::text("name", "Name", "dev/AppRole").help("The account's short name, a slash, the role's name."),
        Item::choice("kind", "Kind", &[("oidc", "OpenID Connect"), ("saml", "SAML 2.0")], "saml"),
        Item::list("groups", "Groups", ["dev/Admins"])
            .offers(vec![Offer::new("dev/Admins", "group"), Offer::new("dev/Developers", "group")]),
        Item::heading("Tags"),
        Item::pairs("tags", "Tags", [("team", "shop")]).value_offers(vec![Offer::new("blue", "in use")]),
        Item::button("more", "Add a policy"),
    ])
}

/// Presses keys as the table names them; single letters that mean nothing are text.
fn press(form: &mut Form, keys: &str) -> Reply {
    let mut last = Reply::Still;
    for word in keys.split(' ') {
        let code = match word {
            "enter" => KeyCode::Enter,
            "tab" => KeyCode::Tab,
            "backtab" => KeyCode::BackTab,
            "up" => KeyCode::Up,
            "down" => KeyCode::Down,
            "left" => KeyCode::Left,
            "right" => KeyCode::Right,
            "backspace" => KeyCode::Backspace,
            "esc" => KeyCode::Esc,
            "space" => KeyCode::Char(' '),
            typed if !typed.starts_with("ctrl-") => {
                for letter in typed.chars() {
                    last = form.key(KeyEvent::from(KeyCode::Char(letter)));
                }
                continue;
            }
            "ctrl-space" => KeyCode::Char(' '),
            chord => KeyCode::Char(chord.chars().last().unwrap()),
        };
        let modifiers = if word.starts_with("ctrl-") { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
        let key = KeyEvent::new(code, modifiers);
        last = match keymap::action_for(&form.contexts(), key) {
            Some(action) => form.act(action),
            None => form.key(key),
        };
    }
    last
}

fn shown(form: &mut Form, width: u16, height: u16) -> String {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    form.prepare(Rect::new(0, 0, width, height));
    let mut hits = Hits::default();
    terminal.draw(|frame| form.draw(frame, true, &THEME, &mut hits)).unwrap();
    terminal.backend().to_string()
}

#[test]
fn a_line_takes_text_and_enter_goes_on_to_the_next_field() {
    let mut form = form();
    assert_eq!(press(&mut form, "2"), Reply::Changed);
    assert_eq!(press(&mut form, "enter"), Reply::Still);
    assert_eq!((form.text("name"), form.focused().0), ("dev/AppRole2", "kind"));
}

#[test]
fn a_choice_is_changed_with_the_arrows_a_blank_and_its_first_letter() {
    for (keys, kept) in
        [("left", "oidc"), ("right", "oidc"), ("space", "oidc"), ("o", "oidc"), ("s", "saml"), ("x", "saml")]
    {
        let mut form = form();
        form.focus("kind");
        press(&mut form, keys);
        assert_eq!(form.text("kind"), kept, "{keys}");
    }
}

#[test]
fn a_list_has_an_empty_line_at_its_end_and_none_within() {
    let mut form = form();
    form.focus("groups");
    press(&mut form, "down dev/Testers");
    assert_eq!(form.lines("groups"), ["dev/Admins", "dev/Testers"]);
    press(&mut form, "down dev/More ctrl-k");
    assert_eq!(form.lines("groups"), ["dev/Admins", "dev/Testers"]);
    form.focus("groups");
    press(&mut form, "ctrl-k ctrl-k");
    assert_eq!(form.lines("groups"), Vec::<String>::new());
    assert_eq!(form.items[3].rows(), 1);
}

#[test]
fn an_emptied_line_goes_when_the_cursor_leaves_it_and_backspace_takes_it_out() {
    let mut form = form();
    form.set_lines("groups", ["a", "b", "c"]);
    form.focus("groups");
    press(&mut form, "down backspace");
    assert_eq!(form.items[3].rows(), 4);
    press(&mut form, "down");
    assert_eq!((form.lines("groups"), form.focused().1), (vec!["a".to_owned(), "c".to_owned()], 1));
    press(&mut form, "backspace backspace");
    assert_eq!((form.lines("groups"), form.focused().1), (vec!["a".to_owned()], 0));
}

#[test]
fn a_paste_of_several_lines_becomes_lines_of_a_list() {
    let mut form = form();
    form.focus("groups");
    press(&mut form, "down");
    assert_eq!(form.paste("one\n\n two\nthree"), Reply::Changed);
    assert_eq!(form.lines("groups"), ["dev/Admins", "one", "two", "three"]);
    form.focus("name");
    form.paste(" x\ny");
    assert_eq!(form.text("name"), "dev/AppRole x y");
}

#[test]
fn pairs_are_filled_key_after_value() {
    let mut form = form();
    form.focus("tags");
    press(&mut form, "tab tab stage tab live");
    let pairs = [("team", "shop"), ("stage", "live")].map(|(key, value)| (key.to_owned(), value.to_owned()));
    assert_eq!(form.pairs("tags"), pairs);
}

#[test]
fn what_could_be_written_opens_while_typing_and_when_asked_for() {
    let mut form = form();
    form.focus("groups");
    press(&mut form, "down dev");
    assert_eq!(press(&mut form, "down enter"), Reply::Changed);
    assert_eq!(form.lines("groups"), ["dev/Admins", "dev/Developers"][..1].repeat(2));
    press(&mut form, "ctrl-k ctrl-space down down enter");
    assert_eq!(form.lines("groups").last().map(String::as_str), Some("dev/Developers"));
    // Nothing chosen: Enter leaves what was typed, Escape closes the list and nothing else.
    press(&mut form, "down de");
    assert_eq!(press(&mut form, "esc"), Reply::Still);
    assert_eq!(press(&mut form, "esc"), Reply::Leave);
}

#[test]
fn what_fits_best_stands_first_in_whatever_case() {
    let offers = ["dev/Admins", "prod/dev", "evolve", "Devices"].map(|text| Offer::new(text, ""));
    let fitting = |typed: &str, asked: bool| {
        Offers::of(&offers, typed, asked)
            .map(|offers| offers.proposals.into_iter().map(|p| p.label).collect::<Vec<_>>())
            .unwrap_or_default()
    };
    assert_eq!(fitting("dev", false), ["dev/Admins", "Devices", "prod/dev"]);
    assert_eq!(fitting("ev", false), ["evolve", "dev/Admins", "prod/dev", "Devices"]);
    assert_eq!(fitting("zzz", false), Vec::<String>::new());
    assert_eq!(fitting("zzz", true).len(), 4);
    assert_eq!(fitting("evolve", false), Vec::<String>::new());
}

#[test]
fn a_button_is_pressed_and_ctrl_s_takes_the_form() {
    let mut form = form();
    form.focus("more");
    assert_eq!(press(&mut form, "enter"), Reply::Pressed("more".into()));
    assert_eq!(press(&mut form, "ctrl-s"), Reply::Done);
}

#[test]
fn hidden_fields_are_passed_over_and_keep_what_is_in_them() {
    let mut form = form();
    form.show("kind", false);
    press(&mut form, "down");
    assert_eq!((form.focused().0, form.text("kind")), ("groups", "saml"));
    form.show("groups", false);
    assert_eq!(form.focused().0, "tags");
}

#[test]
fn it_shows_labels_values_faults_and_what_the_field_is_for() {
    let mut form = form();
    form.fault("name", Some("two roles are named `dev/AppRole`; rename one".into()));
    insta::assert_snapshot!(shown(&mut form, 60, 18));
    form.focus("groups");
    press(&mut form, "down dev");
    insta::assert_snapshot!(shown(&mut form, 40, 14));
}

#[test]
fn the_line_of_the_cursor_is_in_sight_and_a_long_line_shows_its_cursor() {
    let mut form = form();
    form.set("name", "arn:aws:s3:::a-bucket-with-a-very-long-name-that-does-not-fit/and/a/key");
    assert!(shown(&mut form, 50, 6).contains("fit/and/a/key"));
    form.focus("more");
    let text = shown(&mut form, 50, 6);
    assert!(text.contains("[ Add a policy ]") && text.contains('▴'), "{text}");
    form.focus("name");
    assert!(shown(&mut form, 50, 6).contains('▾'));
}

#[test]
fn a_click_goes_to_the_line_and_to_the_choice() {
    let mut form = form();
    form.prepare(Rect::new(0, 0, 70, 20));
    let column = u16::try_from(form.first_column() + 1).unwrap();
    let mouse = |column| MouseEvent {
        kind: MouseEventKind::Down(MouseButton::Left),
        column,
        row: 2,
        modifiers: KeyModifiers::NONE,
    };
    assert_eq!(form.mouse(mouse(column), Some(&(Rect::new(0, 2, 70, 1), Hit::Row(2)))), Reply::Changed);
    assert_eq!((form.focused().0, form.text("kind")), ("kind", "oidc"));
}
