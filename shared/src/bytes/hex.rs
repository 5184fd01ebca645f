//! Bytes in hexadecimal.

/// Two digits for each byte, blanks between: `0a ff`.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::hex;

    #[test]
    fn each_byte_has_two_digits() {
        assert_eq!((hex(&[]), hex(&[10, 255])), (String::new(), "0a ff".to_owned()));
    }
}
