//! The whole from outside: over its socket, by `play`, and beside tools that know nothing of us.

mod bad_input;
mod claims;
mod oracle_pcapng;
mod oracle_perfetto;
mod oracle_states;
mod oracle_strace;
mod oracle_tshark;
mod standard_input;
