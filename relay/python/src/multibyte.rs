//! Character encodings of more than one byte, which CPython implements in C: GBK and the others in `encodings`.
//!
//! Characters are taken one at a time, so that each encoding can be limited to the bytes that CPython's has: the tables are
//! those of the web, whose GBK is a GB 18030 and whose GB 2312 is a GBK. The Chinese ones agree with CPython's in
//! every ideograph, and have some signs that it refuses (`€` in GBK). The others differ in some more: Big5, Shift_JIS and
//! EUC are the web's, with the makers' additions.

pub(crate) use _multibyte::module_def;

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, SHIFT_JIS};

/// An encoding under CPython's name.
struct Multibyte {
    table: &'static Encoding,
    /// Whether bytes above 0x7f can be one character, as CPython's encoding has it.
    fits: fn(&[u8]) -> bool,
}

impl Multibyte {
    fn named(name: &str) -> Option<Self> {
        let two = |bytes: &[u8]| bytes.len() == 2;
        let (table, fits): (_, fn(&[u8]) -> bool) = match name {
            "gb2312" => (GB18030, |bytes| matches!(bytes, [0xa1..=0xa9 | 0xb0..=0xf7, 0xa1..=0xfe])),
            "gbk" => (GB18030, in_gbk),
            "gb18030" => (GB18030, |bytes| matches!(bytes.len(), 2 | 4)),
            "big5" | "cp950" => (BIG5, |bytes| matches!(bytes, [0xa1..=0xf9, _])),
            "shift_jis" | "cp932" => (SHIFT_JIS, |bytes| matches!(bytes, [0xa1..=0xdf] | [_, _])),
            "euc_jp" => (EUC_JP, |bytes| matches!(bytes, [_, _] | [0x8f, _, _])),
            "euc_kr" => (EUC_KR, |bytes| matches!(bytes, [0xa1..=0xfe, 0xa1..=0xfe])),
            "cp949" => (EUC_KR, two),
            _ => return None,
        };
        Some(Multibyte { table, fits })
    }

    /// The bytes of the characters up to the first that has none, and how many characters these are. A character is
    /// `None` where Python has half of a surrogate pair.
    fn encode(&self, chars: impl Iterator<Item = Option<char>>) -> (Vec<u8>, usize) {
        let (mut out, mut count) = (Vec::new(), 0);
        for char in chars {
            let Some(bytes) = char.and_then(|char| self.bytes(char)) else { break };
            out.extend(bytes);
            count += 1;
        }
        (out, count)
    }

    /// A character's bytes, if it has any.
    fn bytes(&self, char: char) -> Option<Vec<u8>> {
        if char.is_ascii() {
            return Some(vec![char as u8]);
        }
        let mut utf8 = [0; 4];
        let (bytes, _, unmappable) = self.table.encode(char.encode_utf8(&mut utf8));
        (!unmappable && (self.fits)(&bytes)).then(|| bytes.into_owned())
    }

    /// The text of the bytes up to the first that are no character, how many bytes these are, and whether what
    /// follows is the beginning of a character, cut off by the end.
    fn decode(&self, bytes: &[u8]) -> (String, usize, bool) {
        let mut text = String::with_capacity(bytes.len());
        let mut at = 0;
        while let Some(&first) = bytes.get(at) {
            if first.is_ascii() {
                text.push(char::from(first));
                at += 1;
                continue;
            }
            let rest = &bytes[at..];
            let lengths = 1..=rest.len().min(4);
            let Some((len, char)) = lengths.into_iter().find_map(|len| Some((len, self.char(&rest[..len])?)))
            else {
                return (text, at, self.is_beginning(rest));
            };
            text.push_str(&char);
            at += len;
        }
        (text, at, false)
    }

    /// What these bytes are, if they are a character.
    fn char(&self, bytes: &[u8]) -> Option<String> {
        if !(self.fits)(bytes) {
            return None;
        }
        let text = self.table.decode_without_bom_handling_and_without_replacement(bytes)?;
        (text.chars().count() == 1).then(|| text.into_owned())
    }

    /// Whether all of these could become a character with more bytes.
    fn is_beginning(&self, bytes: &[u8]) -> bool {
        let further = |len: usize| (self.fits)(&[bytes, &[0xa1; 4][..len]].concat());
        let mut decoder = self.table.new_decoder_without_bom_handling();
        let mut text = [0; 16];
        bytes.len() < 4
            && (1..4).any(further)
            && decoder.decode_to_utf8_without_replacement(bytes, &mut text, false).0
                == encoding_rs::DecoderResult::InputEmpty
    }
}

/// GBK's five regions.
fn in_gbk(bytes: &[u8]) -> bool {
    matches!(bytes, [0x81..=0xa0, _] | [0xa1..=0xa9 | 0xb0..=0xf7, 0xa1..=0xfe] | [0xa8..=0xfe, 0x40..=0xa0])
}

/// What `multibyte.py` needs.
#[rustpython_vm::pymodule]
mod _multibyte {
    use super::Multibyte;
    use rustpython_vm::{
        PyObjectRef, PyResult, VirtualMachine, builtins::PyStrRef, convert::ToPyObject,
        function::ArgBytesLike,
    };

    /// Whether there is an encoding of this name.
    #[pyfunction]
    fn known(name: PyStrRef) -> bool {
        name.to_str().and_then(Multibyte::named).is_some()
    }

    /// `(bytes, count)`: see [`Multibyte::encode`].
    #[pyfunction]
    fn encode(name: PyStrRef, text: PyStrRef, vm: &VirtualMachine) -> PyResult<(PyObjectRef, usize)> {
        let (bytes, count) =
            codec(&name, vm)?.encode(text.as_wtf8().code_points().map(|point| point.to_char()));
        Ok((vm.ctx.new_bytes(bytes).into(), count))
    }

    /// `(text, count, begun)`: see [`Multibyte::decode`].
    #[pyfunction]
    fn decode(
        name: PyStrRef,
        bytes: ArgBytesLike,
        vm: &VirtualMachine,
    ) -> PyResult<(PyObjectRef, usize, bool)> {
        let (text, count, begun) = codec(&name, vm)?.decode(&bytes.borrow_buf());
        Ok((text.to_pyobject(vm), count, begun))
    }

    fn codec(name: &PyStrRef, vm: &VirtualMachine) -> PyResult<Multibyte> {
        let unknown = || vm.new_lookup_error("no such codec is supported.".to_owned());
        name.to_str().and_then(Multibyte::named).ok_or_else(unknown)
    }
}
