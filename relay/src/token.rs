//! The secret in the printed URL: everyone who has it may run programs.

use std::{
    fmt,
    fs::{File, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::Path,
};

/// 128 random bits, written as 32 hexadecimal digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

const DIGITS: usize = 32;

impl Token {
    /// The token of a data directory, made if there is none. It outlives the relay, so that a page that was open
    /// before a restart may still run programs.
    pub fn of(data: &Path) -> io::Result<Self> {
        let path = data.join("token");
        match OpenOptions::new().create_new(true).write(true).mode(0o600).open(&path) {
            Ok(file) => Self::write_new(file),
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
                let file = OpenOptions::new().read(true).write(true).open(&path)?;
                file.set_permissions(PermissionsExt::from_mode(0o600))?;
                let mut text = String::new();
                (&file).take(1024).read_to_string(&mut text)?;
                match Self::parse(text.trim()) {
                    Some(token) => Ok(token),
                    None => {
                        tracing::warn!("{} holds no token: made a new one", path.display());
                        Self::write_new(File::create(&path)?)
                    }
                }
            }
            Err(e) => Err(e),
        }
    }

    /// One that nobody has seen yet, and that ends with the relay.
    pub fn random() -> io::Result<Self> {
        let mut random = [0; DIGITS / 2];
        File::open("/dev/urandom")?.read_exact(&mut random)?;
        Ok(Token(format!("{:032x}", u128::from_be_bytes(random))))
    }

    /// Whether `offered` is this token, in a time that does not depend on where they differ.
    pub fn matches(&self, offered: &str) -> bool {
        let pairs = self.0.bytes().zip(offered.bytes());
        let difference = pairs.fold(0, |difference, (a, b)| std::hint::black_box(difference | (a ^ b)));
        offered.len() == self.0.len() && difference == 0
    }

    /// The text that belongs in the URL.
    pub fn text(&self) -> &str {
        &self.0
    }

    fn parse(text: &str) -> Option<Self> {
        let plain = text.len() == DIGITS && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        plain.then(|| Token(text.to_owned()))
    }

    fn write_new(mut file: File) -> io::Result<Self> {
        let token = Self::random()?;
        file.write_all(token.0.as_bytes())?;
        Ok(token)
    }
}

/// Never shows the secret.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}
