//! The interpreter as the host starts it: a program goes in, reports come out.

mod actor;
mod bounds;
mod cpython;
mod crashes;
mod differential;
mod library;
mod mistakes;
mod shared_network;
mod support;
