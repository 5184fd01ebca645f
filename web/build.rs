//! Makes the page's texts of their files.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    socketscope_messages::build::messages("../shared/texts".as_ref(), "page", "socketscope_shared::words")
}
