//! What a misspelt name was meant to be.

/// The name that a slip of the keys (at most a third of the letters) may have been meant for; the first of those that are
/// equally near.
pub(crate) fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    likely(name, known.into_iter().map(|known| (known, known)), 1).pop()
}

/// Up to `limit` of the things whose names are that near, nearest first, equally near ones in the order they came.
pub(crate) fn likely<'n, T>(name: &str, known: impl IntoIterator<Item = (T, &'n str)>, limit: usize) -> Vec<T> {
    let slips = (name.chars().count() / 3).max(1);
    let lower = name.to_lowercase();
    let mut near: Vec<(usize, T)> = known
        .into_iter()
        .filter(|(_, known)| known.chars().count().abs_diff(lower.chars().count()) <= slips)
        .map(|(thing, known)| (edit_distance(&lower, &known.to_lowercase()), thing))
        .filter(|(distance, _)| *distance <= slips)
        .collect();
    near.sort_by_key(|(distance, _)| *distance);
    near.into_iter().take(limit).map(|(_, thing)| thing).collect()
}

/// How many letters must be put in, taken out, changed or swapped with their neighbour to make `b` of `a`.
pub(crate) fn edit_distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    // Rows of the table of distances between the beginnings of `a` and of `b`: the last two suffice.
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX - 1);
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let changed = at(&last, j) + usize::from(x != y);
            let mut least = changed.min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let neighbours = (i.checked_sub(1).and_then(|i| a.get(i)), j.checked_sub(1).and_then(|j| b.get(j)));
            if neighbours == (Some(y), Some(x)) {
                least = least.min(at(&before_last, j - 1) + 1);
            }
            row.push(least);
        }
        (before_last, last) = (last, row);
    }
    at(&last, b.len())
}
