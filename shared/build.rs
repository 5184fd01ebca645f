//! Makes the languages of the folders of texts, and the texts of their files.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let texts = "texts".as_ref();
    socketscope_messages::build::languages(texts)?;
    socketscope_messages::build::messages(texts, "words", "super::language")?;
    socketscope_messages::build::messages(texts, "claims", "crate::words")
}
