//! Operators of built-in types, whose errors do not name the type.

use super::reword;
use rustpython_vm::{
    PyObject, PyObjectRef, PyResult, VirtualMachine,
    protocol::{PyMapping, PySequence},
};
use std::sync::OnceLock;

/// Replaces a type's slot with a function of ours, which calls the slot's and rewords its error.
macro_rules! reword_slot {
    ($vm:ident, $class:ident.$suite:ident.$slot:ident($($argument:ident: $type:ty),+) -> $result:ty, $words:expr) => {{
        static THEIRS: OnceLock<fn($($type),+, &VirtualMachine) -> $result> = OnceLock::new();

        fn ours($($argument: $type),+, vm: &VirtualMachine) -> $result {
            let words: fn(&str) -> Option<String> = $words;
            THEIRS.wait()($($argument),+, vm).inspect_err(|error| reword(error, vm, words))
        }

        let slot = &$vm.ctx.types.$class.slots.$suite.$slot;
        if let Some(theirs) = slot.load() {
            THEIRS.get_or_init(|| theirs);
            slot.store(Some(ours));
        }
    }};
}

pub(super) fn install(vm: &VirtualMachine) {
    reword_slot!(vm, str_type.as_mapping.subscript(of: PyMapping<'_>, index: &PyObject) -> PyResult, |text| {
        (text == "index out of range").then(|| "string index out of range".to_owned())
    });
    reword_slot!(vm, bytearray_type.as_mapping.subscript(of: PyMapping<'_>, index: &PyObject) -> PyResult, |text| {
        (text == "index out of range").then(|| "bytearray index out of range".to_owned())
    });
    reword_slot!(vm, memoryview_type.as_mapping.subscript(of: PyMapping<'_>, index: &PyObject) -> PyResult, |text| {
        (text == "index out of range").then(|| "index out of bounds on dimension 1".to_owned())
    });
    reword_slot!(
        vm,
        bytearray_type.as_mapping.ass_subscript(
            of: PyMapping<'_>, index: &PyObject, value: Option<PyObjectRef>
        ) -> PyResult<()>,
        |text| match text {
            "assignment index out of range" => Some("bytearray index out of range".to_owned()),
            _ if text.ends_with("object is not iterable") => {
                Some("can assign only bytes, buffers, or iterables of ints in range(0, 256)".to_owned())
            }
            _ => None,
        }
    );
    reword_slot!(
        vm,
        list_type.as_mapping.ass_subscript(
            of: PyMapping<'_>, index: &PyObject, value: Option<PyObjectRef>
        ) -> PyResult<()>,
        |text| (text == "assignment index out of range").then(|| "list assignment index out of range".to_owned())
    );
    reword_slot!(vm, bytes_type.as_sequence.concat(of: PySequence<'_>, other: &PyObject) -> PyResult, |text| {
        concatenation(text, "bytes")
    });
    reword_slot!(vm, bytearray_type.as_sequence.concat(of: PySequence<'_>, other: &PyObject) -> PyResult, |text| {
        concatenation(text, "bytearray")
    });
    reword_slot!(
        vm,
        bytearray_type.as_sequence.inplace_concat(of: PySequence<'_>, other: &PyObject) -> PyResult,
        |text| concatenation(text, "bytearray")
    );
}

fn concatenation(text: &str, class: &str) -> Option<String> {
    let other = text.strip_prefix("a bytes-like object is required, not '")?.strip_suffix('\'')?;
    Some(format!("can't concat {other} to {class}"))
}
