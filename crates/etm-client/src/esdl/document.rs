//! ESDL files that are uploaded.

use std::fmt;
use std::path::Path;

use aurora_core::raw::Part;
use aurora_core::{Error, ErrorKind, Result};
use bytes::Bytes;

/// The most that a file may have, in bytes.
const LARGEST: usize = 5 * 1024 * 1024;

/// What has to stand near the beginning of a file, and how near, in bytes.
const SIGN: &[u8] = b"<esdl:EnergySystem";
const SIGN_WITHIN: usize = 1024;

/// An ESDL file to upload: at most 5 242 880 bytes, with `<esdl:EnergySystem` in the first 1024.
#[derive(Clone, PartialEq, Eq)]
pub struct EsdlDocument {
    file_name: String,
    bytes: Bytes,
}

impl EsdlDocument {
    /// A file of this name and content.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::InvalidRequest`] when the name is empty, or the engine would not take the content: because it
    /// is too large, or no ESDL.
    pub fn new(file_name: impl Into<String>, bytes: impl Into<Bytes>) -> Result<Self> {
        let (file_name, bytes) = (file_name.into(), bytes.into());
        if file_name.trim().is_empty() {
            return Err(refused("the ESDL file has no name"));
        }
        if bytes.len() > LARGEST {
            let message = format!(
                "the ESDL file has {} bytes, but may have at most {LARGEST}",
                bytes.len()
            );
            return Err(refused(message));
        }
        let head = &bytes[..bytes.len().min(SIGN_WITHIN)];
        if !head.windows(SIGN.len()).any(|window| window == SIGN) {
            let message = "the file is no ESDL: <esdl:EnergySystem is not in its first 1024 bytes";
            return Err(refused(message));
        }
        Ok(Self { file_name, bytes })
    }

    /// A file from the disk, by its own name.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), and with [`ErrorKind::Io`] when it cannot be read.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let bytes = std::fs::read(path)
            .map_err(|error| Error::new(ErrorKind::Io, format!("cannot read {}", path.display())).with_source(error))?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Self::new(name.unwrap_or_default(), bytes)
    }

    /// The name.
    #[must_use]
    pub fn file_name(&self) -> &str {
        &self.file_name
    }

    /// The content.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    pub(super) fn part(&self) -> Part {
        Part::new("file", self.bytes.clone()).with_file_name(&self.file_name)
    }
}

/// The content is given by its length only.
impl fmt::Debug for EsdlDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EsdlDocument")
            .field("file_name", &self.file_name)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

fn refused(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidRequest, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_engine_would_not_take_is_refused_here() {
        let mut far = vec![b' '; SIGN_WITHIN - SIGN.len()];
        far.extend(SIGN);
        assert!(EsdlDocument::new("a.esdl", far.clone()).is_ok());
        far.insert(0, b' ');
        let mut large = SIGN.to_vec();
        large.resize(LARGEST, b' ');
        assert!(EsdlDocument::new("a.esdl", large.clone()).is_ok());
        large.push(b' ');
        for (name, bytes, why) in [
            ("a.esdl", far, "is no ESDL"),
            ("a.esdl", large, "5242881 bytes, but may have at most 5242880"),
            ("a.esdl", Vec::new(), "is no ESDL"),
            (" ", SIGN.to_vec(), "has no name"),
        ] {
            let error = EsdlDocument::new(name, bytes).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidRequest);
            assert!(error.to_string().contains(why), "{error}");
        }
    }

    #[test]
    fn a_file_keeps_its_name_and_is_shown_without_its_content() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("region.esdl");
        std::fs::write(&path, "<?xml version='1.0'?><esdl:EnergySystem/>").unwrap();
        let document = EsdlDocument::from_file(&path).unwrap();
        assert_eq!(document.file_name(), "region.esdl");
        assert_eq!(
            format!("{document:?}"),
            "EsdlDocument { file_name: \"region.esdl\", bytes: 41 }"
        );
        let gone = EsdlDocument::from_file(folder.path().join("gone.esdl")).unwrap_err();
        assert_eq!(gone.kind(), ErrorKind::Io);
    }
}
