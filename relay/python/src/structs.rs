//! What struct.pack says of a value that does not fit, in CPython's words: beginners meet them with their first length
//! header (`struct.pack("B", 300)`).

use rustpython_vm::{
    AsObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyBaseExceptionRef, PyByteArray, PyBytes, PyStr, PyTypeRef},
    function::FuncArgs,
};
use std::ops::RangeInclusive;

/// Puts ours where the library's functions were.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let module = vm.import("_struct", 0)?;
    let error: PyTypeRef = module.get_attr("error", vm)?.try_into_value(vm)?;
    for (name, before_values) in [("pack", 1), ("pack_into", 3)] {
        let (pack, error) = (module.get_attr(name, vm)?, error.clone());
        let told = vm.new_function(name, move |args: FuncArgs, vm: &VirtualMachine| {
            let given = args.args.clone();
            pack.call(args, vm).map_err(|known| {
                // Too few or too many values are told first: `pack expected 2 items for packing (got 1)`.
                if known.as_object().str(vm).is_ok_and(|text| text.to_string().starts_with("pack")) {
                    return known;
                }
                let values = given.get(before_values..).unwrap_or_default();
                let found = format_of(&given).and_then(|format| misfit(&format, values, vm));
                found.map_or(known, |text| exception(&error, text, vm))
            })
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

/// What is wrong with the first value that does not fit its code; `None` where all do, or there are too few.
fn misfit(format: &str, values: &[PyObjectRef], vm: &VirtualMachine) -> Option<String> {
    let native = !format.starts_with(['=', '<', '>', '!']);
    let mut values = values.iter();
    let mut count = String::new();
    for code in format.trim_start_matches(['@', '=', '<', '>', '!']).chars() {
        match code {
            '0'..='9' => {
                count.push(code);
                continue;
            }
            'x' | ' ' => {}
            's' | 'p' => {
                if let Some(text) = wrong(code, native, values.next()?, vm) {
                    return Some(text);
                }
            }
            _ => {
                let times = if count.is_empty() { 1 } else { count.parse::<usize>().ok()? };
                for _ in 0..times {
                    if let Some(text) = wrong(code, native, values.next()?, vm) {
                        return Some(text);
                    }
                }
            }
        }
        count.clear();
    }
    None
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
