//! A line's fields, each with the type that an event needs.

use super::Problem;
use serde::Deserialize;
use serde_json::{Map, Value};
use socketscope_shared::Address;
use std::net::SocketAddr;

/// An object of a line.
#[derive(Clone, Copy)]
pub struct Fields<'a>(pub &'a Map<String, Value>);

impl<'a> Fields<'a> {
    /// A value that is itself an object.
    pub fn of(value: &'a Value, name: &str) -> Result<Self, Problem> {
        value.as_object().map(Fields).ok_or_else(|| Problem::wrong(name))
    }

    /// A field that has to be there.
    pub fn get<T: Deserialize<'a>>(&self, name: &str) -> Result<T, Problem> {
        self.maybe(name)?.ok_or_else(|| Problem::Missing(name.to_owned()))
    }

    /// A field that may be left out.
    pub fn maybe<T: Deserialize<'a>>(&self, name: &str) -> Result<Option<T>, Problem> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => T::deserialize(value).map(Some).map_err(|_| Problem::wrong(name)),
        }
    }

    /// A field that is left out where it has the usual value.
    pub fn or<T: Deserialize<'a>>(&self, name: &str, usual: T) -> Result<T, Problem> {
        Ok(self.maybe(name)?.unwrap_or(usual))
    }

    /// A text.
    pub fn text(&self, name: &str) -> Result<&'a str, Problem> {
        self.get(name)
    }

    /// Bytes in hexadecimal digits.
    pub fn bytes(&self, name: &str) -> Result<Vec<u8>, Problem> {
        let digits = self.text(name)?.as_bytes();
        let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
        let pair = |pair: &[u8]| Some(digit(*pair.first()?)? << 4 | digit(*pair.get(1)?)?);
        digits.chunks(2).map(pair).collect::<Option<_>>().ok_or_else(|| Problem::wrong(name))
    }

    /// An address: of a Unix socket its bytes count.
    pub fn address(&self, name: &str) -> Result<Address, Problem> {
        let (text, path) = (self.text(name)?, format!("{name}_hex"));
        if self.0.contains_key(&path) {
            return self.bytes(&path).map(Address::Unix);
        }
        match text {
            "?" => Ok(Address::Other),
            text => text.parse::<SocketAddr>().map(Address::from).map_err(|_| Problem::wrong(name)),
        }
    }

    /// An address, if there is one.
    pub fn maybe_address(&self, name: &str) -> Result<Option<Address>, Problem> {
        self.0.contains_key(name).then(|| self.address(name)).transpose()
    }

    /// A list of objects.
    pub fn objects<T>(
        &self,
        name: &str,
        read: impl Fn(Fields<'a>) -> Result<T, Problem>,
    ) -> Result<Vec<T>, Problem> {
        let list = match self.0.get(name) {
            None => return Ok(Vec::new()),
            Some(value) => value.as_array().ok_or_else(|| Problem::wrong(name))?,
        };
        list.iter().map(|value| read(Fields::of(value, name)?)).collect()
    }
}
