//! Texts that begin alike, without that beginning: what they differ in has to be in sight.

/// Bytes of a common beginning that stay, at most, where that can be.
const KEPT: usize = 18;
/// With fewer bytes to leave out, everything stays.
const WORTH: usize = 12;

/// The texts without a long beginning that all of them have; `…` stands for it. What stays of it begins at a `:` or a `/`,
/// so that names are not cut.
pub(super) fn without_head(texts: &[&str]) -> Vec<String> {
    let cut = cut(texts);
    let rest = |text: &&str| match text.get(cut..).filter(|_| cut > 0) {
        Some(rest) => format!("…{rest}"),
        None => (*text).to_owned(),
    };
    texts.iter().map(rest).collect()
}

fn cut(texts: &[&str]) -> usize {
    let [first, others @ ..] = texts else { return 0 };
    let common = others.iter().map(|other| alike(first, other)).min().unwrap_or_default();
    let places = || first.bytes().enumerate().take(common).filter(|(_, byte)| matches!(byte, b':' | b'/'));
    let near = places().find(|(at, _)| at + KEPT >= common);
    near.or_else(|| places().next_back()).map(|(at, _)| at).filter(|at| *at >= WORTH).unwrap_or_default()
}

/// How many bytes two texts begin alike.
fn alike(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_common_beginning_goes_as_far_as_a_sign_between_names() {
        const API: &str = "arn:aws:execute-api:eu-west-1:111122223333:orders4all/prod/POST/order";
        let orders = format!("{API}s");
        let other = API.replace("orders4all", "menus4dogs");
        let long = "arn:aws:s3:::a-bucket-with-a-very-long-name-a";
        for (texts, expected) in [
            ([API, orders.as_str()], ["…/prod/POST/order", "…/prod/POST/orders"]),
            (
                [API, other.as_str()],
                ["…:111122223333:orders4all/prod/POST/order", "…:111122223333:menus4dogs/prod/POST/order"],
            ),
            (
                [long, "arn:aws:s3:::a-bucket-with-a-very-long-name-b"],
                ["…:a-bucket-with-a-very-long-name-a", "…:a-bucket-with-a-very-long-name-b"],
            ),
            (["reports/in/*", "reports/out/q1.csv"], ["reports/in/*", "reports/out/q1.csv"]),
            (["User", "AssumedRole"], ["User", "AssumedRole"]),
        ] {
            assert_eq!(without_head(&texts), expected);
        }
        assert_eq!(without_head(&[API]), [API]);
        assert!(without_head(&[]).is_empty());
    }
}
