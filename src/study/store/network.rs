//! Whether a folder lies on a network file system, where SQLite's write-ahead log must not be used: it needs memory
//! shared by all who have the file open ("Write-Ahead Logging", sqlite.org).
//!
//! Linux is asked through `/proc/self/mountinfo`, Windows through the path itself. Elsewhere nothing is known.

use std::path::{Component, Path, PathBuf, Prefix};

/// File systems, as Linux names them, that keep their files on another machine.
const NETWORK: [&str; 23] = [
    "9p",
    "afs",
    "beegfs",
    "ceph",
    "cifs",
    "coda",
    "davfs",
    "fhgfs",
    "gfs2",
    "glusterfs",
    "gpfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "ocfs2",
    "orangefs",
    "prl_fs",
    "rclone",
    "smb3",
    "smbfs",
    "sshfs",
    "vboxsf",
];

/// The name of the network file system that `folder` lies on, if it lies on one. The folder must exist.
pub fn file_system_of(folder: &Path) -> Option<String> {
    let folder = std::fs::canonicalize(folder).ok()?;
    if let Some(Component::Prefix(prefix)) = folder.components().next()
        && matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..))
    {
        return Some("a network share".to_owned());
    }
    let mounts = std::fs::read("/proc/self/mountinfo").ok()?;
    in_mounts(&String::from_utf8_lossy(&mounts), &folder)
}

/// The same by the text of a mountinfo file: the deepest mount that holds `folder`, the last one of equals, decides.
fn in_mounts(mountinfo: &str, folder: &Path) -> Option<String> {
    let mut deepest: (usize, &str) = (0, "");
    for line in mountinfo.lines() {
        let Some((place, kind)) = mount(line) else { continue };
        let depth = place.components().count();
        if depth >= deepest.0 && folder.starts_with(&place) {
            deepest = (depth, kind);
        }
    }
    let (_, kind) = deepest;
    let bare = kind.strip_prefix("fuse.").unwrap_or(kind);
    NETWORK.contains(&bare).then(|| kind.to_owned())
}

/// The mount point and the file system's name of one line: the fifth field, and the first one behind the lone dash.
fn mount(line: &str) -> Option<(PathBuf, &str)> {
    let (before, after) = line.split_once(" - ")?;
    Some((PathBuf::from(unescaped(before.split(' ').nth(4)?)), after.split(' ').next()?))
}

/// The kernel writes space, tab, newline and backslash as three octal digits.
fn unescaped(field: &str) -> String {
    [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")]
        .iter()
        .fold(field.to_owned(), |text, (code, plain)| text.replace(code, plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deepest_mount_that_holds_the_folder_decides() {
        let mounts = "\
22 1 0:21 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:40 / /home rw - nfs4 files:/home rw,vers=4.2
31 30 0:41 / /home/ada/local rw shared:7 master:2 - xfs /dev/vdb rw
32 22 0:42 / /mnt/my\\040share rw - cifs //files/share rw
33 22 0:43 / /mnt/far rw - fuse.sshfs ada@far: rw
34 22 0:44 / /mnt/twice rw - nfs files:/a rw
35 34 0:45 / /mnt/twice rw - tmpfs tmpfs rw
a line of another shape
";
        for (folder, expected) in [
            ("/srv", None),
            ("/home/ada", Some("nfs4")),
            ("/home/ada/local/state", None),
            ("/home/ada/locality", Some("nfs4")),
            ("/homestead", None),
            ("/mnt/my share/state", Some("cifs")),
            ("/mnt/far/state", Some("fuse.sshfs")),
            ("/mnt/twice", None),
        ] {
            assert_eq!(in_mounts(mounts, Path::new(folder)).as_deref(), expected, "{folder}");
        }
        assert_eq!(in_mounts("", Path::new("/srv")), None);
    }
}
