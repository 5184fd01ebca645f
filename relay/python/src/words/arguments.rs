//! What a call says about its arguments' types and values.

use super::{calls::Given, counts, plain};
use rustpython_vm::{
    PyObject, PyObjectRef, VirtualMachine,
    builtins::{PyByteArray, PyBytes, PyList, PyMemoryView, PyStr, PyTuple},
};

/// What CPython says where a built-in says `text`; `None` where it says the same. `callee` is `str.split`, `len`, or
/// `time:sleep`.
pub(super) fn words(callee: &str, text: &str, given: &Given, vm: &VirtualMachine) -> Option<String> {
    let name = callee.rsplit(['.', ':']).next()?;
    let call = Call { callee, name, given, vm };
    call.of_name(text)
        .or_else(|| call.of_type(text))
        .or_else(|| counts::words(callee, name, text, given))
        .or_else(|| plain::words(text))
}

fn class_name(object: &PyObject) -> String {
    object.class().name().to_string()
}

fn is_bytes_like(object: &PyObject) -> bool {
    object.downcast_ref::<PyBytes>().is_some()
        || object.downcast_ref::<PyByteArray>().is_some()
        || object.downcast_ref::<PyMemoryView>().is_some()
}

fn text_of(object: &PyObject) -> Option<&str> {
    object.downcast_ref::<PyStr>()?.to_str()
}

/// The class of `'int' object is not iterable`.
fn not_iterable(text: &str) -> Option<&str> {
    text.strip_prefix('\'')?.strip_suffix("' object is not iterable")
}

/// The class of `a bytes-like object is required, not 'int'`, or where it might have been of another type too.
fn not_bytes_like(text: &str) -> Option<&str> {
    let required =
        text.strip_prefix("a bytes-like object is required, not '").and_then(|text| text.strip_suffix('\''));
    required.or_else(|| text.strip_prefix("unexpected type "))
}

struct Call<'a> {
    callee: &'a str,
    name: &'a str,
    given: &'a Given,
    vm: &'a VirtualMachine,
}

impl Call<'_> {
    /// The given place: 0 is a method's object.
    fn at(&self, place: usize) -> Option<&PyObject> {
        self.given.values.get(place)?.as_deref()
    }

    /// What is given after the object of a method, and by name.
    fn arguments(&self) -> impl Iterator<Item = &PyObjectRef> {
        let object = usize::from(self.callee.contains('.'));
        let named = self.given.names.iter().map(|(_, value)| value);
        self.given.values.iter().flatten().skip(object).chain(named)
    }

    /// What this callee alone says.
    fn of_name(&self, text: &str) -> Option<String> {
        let first = || self.arguments().next();
        let bytes = not_bytes_like(text);
        Some(match (self.callee, text) {
            ("bytes.join" | "bytearray.join", _) => {
                return self.element("a bytes-like object", is_bytes_like);
            }
            ("str.join", _) => return self.element("str instance", |element| text_of(element).is_some()),
            ("list.remove", _) if text.ends_with("is not in list") => {
                "list.remove(x): x not in list".to_owned()
            }
            ("list.index", _) if text.ends_with("is not in list") => {
                format!("{} is not in list", first()?.repr(self.vm).ok()?)
            }
            (
                "bytes.index" | "bytes.rindex" | "bytearray.index" | "bytearray.rindex",
                "substring not found",
            ) => "subsection not found".to_owned(),
            ("bytearray.pop", "index out of range") if first().is_none() => {
                "pop from empty bytearray".to_owned()
            }
            ("bytearray.pop", "index out of range") => "pop index out of range".to_owned(),
            ("bytes" | "int.from_bytes", "byte must be in range(0, 256)") => {
                "bytes must be in range(0, 256)".to_owned()
            }
            ("ord", _) => format!("ord() expected string of length 1, but {} found", bytes?),
            ("eval" | "exec", _) => {
                bytes?;
                format!("{}() arg 1 must be a string, bytes or code object", self.name)
            }
            ("memoryview", _) => format!("memoryview: a bytes-like object is required, not '{}'", bytes?),
            ("iter", "'int' object is not callable") => "iter(v, w): v must be callable".to_owned(),
            ("reversed", "argument to reversed() must be a sequence") => {
                format!("'{}' object is not reversible", class_name(first()?))
            }
            ("int", _) if text.starts_with("invalid literal") && text.contains("bytearray(") => {
                text.replace("bytearray(", "").strip_suffix(')')?.to_owned()
            }
            ("int", _)
                if text.starts_with("invalid literal")
                    && self.at(1)?.try_index(self.vm).ok()?.as_bigint() == &0.into() =>
            {
                text.replace("with base 10", "with base 0")
            }
            ("super", "super() argument 1 must be a type") => format!("{text}, not {}", class_name(first()?)),
            ("int.__format__", "Invalid format specifier") => {
                format!("{text} '{}' for object of type '{}'", text_of(first()?)?, class_name(self.at(0)?))
            }
            ("str.format", _) => return self.of_format(text),
            ("dict" | "dict.update", _) => return self.of_pairs(text),
            _ => match text.strip_prefix("unknown encoding: ") {
                // Of a class, the first argument is what it decodes or encodes.
                Some(_) => {
                    let from = usize::from(!self.callee.contains('.'));
                    let encoding = self.arguments().skip(from).find_map(|argument| text_of(argument));
                    format!("unknown encoding: {}", encoding?)
                }
                None => return None,
            },
        })
    }

    /// The first thing to be joined that is of another type.
    fn element(&self, expected: &str, fits: impl Fn(&PyObject) -> bool) -> Option<String> {
        let all = self.at(1)?;
        let elements = match (all.downcast_ref::<PyList>(), all.downcast_ref::<PyTuple>()) {
            (Some(list), _) => list.borrow_vec().to_vec(),
            (_, Some(tuple)) => tuple.as_slice().to_vec(),
            _ => return None,
        };
        let (place, wrong) = elements.iter().enumerate().find(|(_, element)| !fits(element))?;
        Some(format!("sequence item {place}: expected {expected}, {} found", class_name(wrong)))
    }

    fn of_format(&self, text: &str) -> Option<String> {
        let format = text_of(self.at(0)?)?;
        Some(match text {
            "tuple index out of range" => {
                let count = self.given.count.checked_sub(1)?;
                let asked =
                    |field: &str| field.split(|c: char| !c.is_ascii_digit()).next()?.parse::<usize>().ok();
                let far = format.split('{').skip(1).filter_map(asked).find(|place| *place >= count);
                format!("Replacement index {} out of range for positional args tuple", far.unwrap_or(count))
            }
            "expected '}' before end of string" if format.ends_with('{') => {
                "Single '{' encountered in format string".to_owned()
            }
            "Unexpected error parsing format string" => "Single '}' encountered in format string".to_owned(),
            _ => return None,
        })
    }

    /// The pairs of a new dict: one is no pair.
    fn of_pairs(&self, text: &str) -> Option<String> {
        let all = self.arguments().next()?;
        let found = not_iterable(text);
        if found.is_none() && text != "Iterator must have exactly two elements" {
            return None;
        }
        if found.is_some_and(|found| found == class_name(all)) {
            return None;
        }
        let elements: Vec<PyObjectRef> = self.vm.map_iterable_object(all, Ok).ok()?.ok()?;
        let len = |element: &PyObjectRef| element.length(self.vm).ok();
        let (place, wrong) = elements.iter().enumerate().find(|(_, element)| len(element) != Some(2))?;
        Some(match len(wrong) {
            Some(len) => {
                format!("dictionary update sequence element #{place} has length {len}; 2 is required")
            }
            None => format!("cannot convert dictionary update sequence element #{place} to a sequence"),
        })
    }

    /// An argument is of another type.
    fn of_type(&self, text: &str) -> Option<String> {
        let of_bytes = ["bytes", "bytearray"].contains(&self.callee.split('.').next()?);
        let hashes = self.callee.contains("openssl_") || self.callee.starts_with("HASH.");
        if let Some(found) = not_bytes_like(text).filter(|_| hashes) {
            return Some(match found {
                "str" => "Strings must be encoded before hashing".to_owned(),
                _ => "object supporting the buffer API required".to_owned(),
            });
        }
        if text.starts_with("can assign only bytes") || text.starts_with("unexpected type ") {
            return self.not_bytes();
        }
        if (of_bytes || self.name == "from_bytes") && not_iterable(text).is_some() {
            return self.not_bytes();
        }
        if let Some(types) = text.strip_prefix("Expected type '") {
            let (expected, found) = types.split_once("' but '")?;
            return self.other_type(expected, found.split('\'').next()?);
        }
        if let Some((of, rest)) = text.split_once("() argument 2 must be a byte string of length 1") {
            return (of != self.name)
                .then(|| format!("{}() argument 2 must be a byte string of length 1{rest}", self.name));
        }
        let search = self.callee.contains('.')
            && ["find", "rfind", "index", "rindex", "count", "startswith", "endswith"].contains(&self.name);
        if search && text.ends_with("object cannot be interpreted as an integer") {
            return Some("slice indices must be integers or None or have an __index__ method".to_owned());
        }
        if let Some(wrong) = text.split_once(" or a tuple of ").and(self.at(1)?.downcast_ref::<PyTuple>()) {
            let fits = |element: &&PyObjectRef| {
                if of_bytes { !is_bytes_like(element) } else { text_of(element).is_none() }
            };
            let wrong = class_name(wrong.as_slice().iter().find(fits)?);
            return Some(match of_bytes {
                true => format!("a bytes-like object is required, not '{wrong}'"),
                false => format!("tuple for {} must only contain str, not {wrong}", self.name),
            });
        }
        let on_str = self.callee.starts_with("Pattern.") && not_bytes_like(text) == Some("str");
        on_str.then(|| "cannot use a bytes pattern on a string-like object".to_owned())
    }

    /// Something is neither bytes nor a buffer.
    fn not_bytes(&self) -> Option<String> {
        let wrong = |argument: &&PyObjectRef| !is_bytes_like(argument);
        let may_be_none = ["split", "rsplit", "strip", "lstrip", "rstrip", "translate"].contains(&self.name);
        let is_none = |argument: &&PyObjectRef| may_be_none && self.vm.is_none(argument);
        let found = class_name(self.arguments().filter(wrong).find(|argument| !is_none(argument))?);
        Some(match self.name {
            "find" | "rfind" | "index" | "rindex" | "count" => {
                format!("argument should be integer or bytes-like object, not '{found}'")
            }
            "from_bytes" | "bytes" | "bytearray" => format!("cannot convert '{found}' object to bytes"),
            "extend" if found == "str" => "'str' object cannot be interpreted as an integer".to_owned(),
            "extend" => format!("can't extend bytearray with {found}"),
            _ => format!("a bytes-like object is required, not '{found}'"),
        })
    }

    /// An argument is of the type `found`.
    fn other_type(&self, expected: &str, found: &str) -> Option<String> {
        if expected == "int" {
            return Some(format!("'{found}' object cannot be interpreted as an integer"));
        }
        let (name, given) = (self.name, self.given);
        if let Some(of) = self.callee.strip_suffix(&format!(".{name}"))
            && of == expected
            && self.at(0).is_some_and(|object| class_name(object) == found)
        {
            return Some(format!(
                "descriptor '{name}' for '{of}' objects doesn't apply to a '{found}' object"
            ));
        }
        let named =
            given.names.iter().find(|(_, value)| class_name(value) == found).map(|(name, _)| name.as_str());
        let from = usize::from(matches!(self.callee, "str" | "bytes" | "bytearray"));
        let fits = |argument: &PyObjectRef| class_name(argument) == found;
        let place = self.arguments().skip(from).position(fits).map_or(0, |place| place + 1 + from);
        let encoding = if named == Some("errors") || place == 2 + from { "errors" } else { "encoding" };
        Some(match (self.callee, place) {
            ("str.split" | "str.rsplit", 1) => format!("must be str or None, not {found}"),
            ("str.strip" | "str.lstrip" | "str.rstrip", _) => format!("{name} arg must be None or str"),
            ("str.ljust" | "str.rjust" | "str.center", _) => {
                format!("The fill character must be a unicode character, not {found}")
            }
            ("str.find" | "str.rfind" | "str.index" | "str.rindex" | "str.count", _)
            | ("str.partition" | "str.rpartition", _) => format!("must be {expected}, not {found}"),
            ("str.encode" | "bytes.decode" | "bytearray.decode" | "str" | "bytes" | "bytearray", _) => {
                format!("{name}() argument '{encoding}' must be {expected}, not {found}")
            }
            ("int.from_bytes" | "int.to_bytes", _) => {
                format!("{name}() argument 'byteorder' must be {expected}, not {found}")
            }
            ("print", _) => format!("{} must be None or a string, not {found}", named?),
            ("__import__", _) => "module name must be a string".to_owned(),
            ("StringIO", _) => format!("initial_value must be str or None, not {found}"),
            ("StringIO.write", _) => format!("string argument expected, got '{found}'"),
            ("format", _) => format!("format() argument 2 must be {expected}, not {found}"),
            ("str.maketrans", _) => {
                format!("maketrans() argument {} must be {expected}, not {found}", place + 1)
            }
            ("str.replace" | "time:strftime", _) => {
                format!("{name}() argument {place} must be {expected}, not {found}")
            }
            ("type", _) => format!("type.__new__() argument {place} must be {expected}, not {found}"),
            _ => format!("{name}() argument must be {expected}, not {found}"),
        })
    }
}

/// What `str(object, encoding)` says of an object without bytes. Its own error comes from the codec's Python code.
pub(super) fn not_decoded(object: &PyObject) -> Option<String> {
    let class = object.class();
    if class.slots.as_buffer.is_some() {
        return None;
    }
    Some(match text_of(object) {
        Some(_) => "decoding str is not supported".to_owned(),
        None => format!("decoding to str: need a bytes-like object, {} found", class.name()),
    })
}
