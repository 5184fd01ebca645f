//! The interpreter as the host starts it: a program goes in, reports come out.

mod actor;
mod bounds;
mod differential;
mod shared_network;
mod crashes;
mod mistakes;
mod support;
