//! The relay as pages, people and scripts use it, over real connections and by its command line.

mod command;
mod doctor;
mod doors;
mod helper;
mod kept;
mod limits;
mod own;
mod picture;
mod play;
mod protocol;
mod site;
mod stepping;
mod watching;
