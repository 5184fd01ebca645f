//! What struct.pack says about a value that does not fit, in CPython's words: beginners meet them with their first length
//! header (`struct.pack("B", 300)`).

use rustpython_vm::{
    AsObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyBaseExceptionRef, PyByteArray, PyBytes, PyStr, PyTypeRef},
    function::FuncArgs,
};
use std::ops::RangeInclusive;

/// Replaces the library's functions with ours.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let module = vm.import("_struct", 0)?;
    let error: PyTypeRef = module.get_attr("error", vm)?.try_into_value(vm)?;
    for (name, before_values) in [("pack", 1), ("pack_into", 3)] {
        let (pack, error) = (module.get_attr(name, vm)?, error.clone());
        let told = vm.new_function(name, move |args: FuncArgs, vm: &VirtualMachine| {
            let given = args.args.clone();
            let values = given.get(before_values..).unwrap_or_default();
            let packed = pack.call(args, vm).map_err(|known| {
                // Too few or too many values are reported first: `pack expected 2 items for packing (got 1)`.
                if known.as_object().str(vm).is_ok_and(|text| text.to_string().starts_with("pack expected")) {
                    return known;
                }
                let found = format_of(&given).and_then(|format| misfit(&format, values, vm));
                found.map_or(known, |text| exception(&error, text, vm))
            })?;
            match format_of(&given) {
                Some(format) if overflows(&format, values, vm) => {
                    Err(vm.new_overflow_error("float too large to pack with f format"))
                }
                _ => Ok(packed),
            }
        });
        module.set_attr(name, told, vm)?;
    }
    Ok(())
}

fn exception(error: &PyTypeRef, text: String, vm: &VirtualMachine) -> PyBaseExceptionRef {
    vm.new_exception(error.clone(), vec![vm.ctx.new_str(text).into()])
}

fn format_of(given: &[PyObjectRef]) -> Option<String> {
    let format = given.first()?;
    if let Some(text) = format.downcast_ref::<PyStr>() {
        return Some(text.to_string());
    }
    let bytes = format.downcast_ref::<PyBytes>()?;
    Some(String::from_utf8_lossy(bytes.as_bytes()).into_owned())
}

/// Whether sizes and byte order are the machine's.
fn is_native(format: &str) -> bool {
    !format.starts_with(['=', '<', '>', '!'])
}

/// Each value with the code that it is packed by, as far as there are values.
fn coded<'a>(format: &str, values: &'a [PyObjectRef]) -> Vec<(char, &'a PyObjectRef)> {
    let mut values = values.iter();
    let mut coded = Vec::new();
    let mut count = String::new();
    for code in format.trim_start_matches(['@', '=', '<', '>', '!']).chars() {
        if code.is_ascii_digit() {
            count.push(code);
            continue;
        }
        let times = match code {
            'x' | ' ' => 0,
            's' | 'p' => 1,
            _ if count.is_empty() => 1,
            // More than there are values left.
            _ => count.parse().unwrap_or(usize::MAX),
        };
        coded.extend(values.by_ref().take(times).map(|value| (code, value)));
        count.clear();
    }
    coded
}

/// What is wrong with the first value that does not fit its code; `None` where all do.
fn misfit(format: &str, values: &[PyObjectRef], vm: &VirtualMachine) -> Option<String> {
    let native = is_native(format);
    coded(format, values).into_iter().find_map(|(code, value)| wrong(code, native, value, vm))
}

/// Whether a number is too large for the four bytes of `f`; by the machine's rules it becomes infinite.
fn overflows(format: &str, values: &[PyObjectRef], vm: &VirtualMachine) -> bool {
    let too_large = |number: f64| number.is_finite() && (number as f32).is_infinite();
    let number = |value: &PyObjectRef| Some(value.try_float_opt(vm)?.ok()?.to_f64());
    !is_native(format)
        && format.contains('f')
        && coded(format, values)
            .iter()
            .any(|(code, value)| *code == 'f' && number(value).is_some_and(too_large))
}

fn wrong(code: char, native: bool, value: &PyObjectRef, vm: &VirtualMachine) -> Option<String> {
    let bytes = value.downcast_ref::<PyBytes>();
    match code {
        's' | 'p' if bytes.is_none() && value.downcast_ref::<PyByteArray>().is_none() => {
            Some(format!("argument for '{code}' must be a bytes object"))
        }
        'c' if bytes.is_none_or(|bytes| bytes.as_bytes().len() != 1) => {
            Some("char format requires a bytes object of length 1".to_owned())
        }
        'e' | 'f' | 'd' if value.try_float_opt(vm).is_none() => {
            Some("required argument is not a float".to_owned())
        }
        _ => {
            let range = range(code, native)?;
            let Some(number) = value.try_index_opt(vm) else {
                return Some("required argument is not an integer".to_owned());
            };
            let fits = i128::try_from(number.ok()?.as_bigint()).is_ok_and(|number| range.contains(&number));
            let (least, most) = (range.start(), range.end());
            (!fits).then(|| format!("'{code}' format requires {least} <= number <= {most}"))
        }
    }
}

/// What fits; `None` for a code that takes no integer.
fn range(code: char, native: bool) -> Option<RangeInclusive<i128>> {
    let size = match code.to_ascii_lowercase() {
        'b' => 1,
        'h' => 2,
        'i' => 4,
        'l' if native => 8,
        'l' => 4,
        'q' | 'n' => 8,
        _ => return None,
    };
    let all = 1i128 << (8 * size);
    Some(if code.is_ascii_lowercase() { -all / 2..=all / 2 - 1 } else { 0..=all - 1 })
}
