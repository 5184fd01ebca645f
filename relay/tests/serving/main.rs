//! The relay as a page sees it, over real connections.

mod command;
mod doors;
mod helper;
mod kept;
mod protocol;
mod site;
mod watching;
