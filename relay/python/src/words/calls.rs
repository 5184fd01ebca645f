//! Calls of built-in functions, methods and classes: their errors name the callee.

use super::{arguments, reword};
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyList, PyStr, PyTuple, PyType},
    function::{FuncArgs, PyMethodDef},
};
use std::{array, sync::OnceLock};

/// What a call was given, kept for its error message.
pub(super) struct Given {
    /// The first arguments; a method's first is its object.
    pub values: [Option<PyObjectRef>; 4],
    /// How many there are without names.
    pub count: usize,
    /// Those with names.
    pub names: Vec<(String, PyObjectRef)>,
}

impl Given {
    fn of(args: &FuncArgs) -> Self {
        let names = args.kwargs.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
        Given { names, ..Given::places(&args.args) }
    }

    fn places(args: &[PyObjectRef]) -> Self {
        let values = array::from_fn(|place| args.get(place).cloned());
        Given { values, count: args.len(), names: Vec::new() }
    }

    /// `count` arguments without a name, and one for each name.
    fn vector(args: &[PyObjectRef], count: usize, names: Option<&[PyObjectRef]>) -> Self {
        let (places, named) = args.split_at(count.min(args.len()));
        let name = |name: &PyObjectRef| name.downcast_ref::<PyStr>()?.to_str().map(str::to_owned);
        let names = names.unwrap_or_default().iter().map(|object| name(object).unwrap_or_default());
        Given { names: names.zip(named.iter().cloned()).collect(), ..Given::places(places) }
    }
}

/// Puts ours where calls of built-ins pass: they call what was there.
pub(super) fn install(vm: &VirtualMachine) {
    let types = &vm.ctx.types;
    let classes = [
        types.str_type,
        types.bytes_type,
        types.bytearray_type,
        types.memoryview_type,
        types.int_type,
        types.float_type,
        types.list_type,
        types.tuple_type,
        types.dict_type,
        types.set_type,
        types.frozenset_type,
    ];
    for class in classes {
        reword_methods(class, vm);
    }
    reword_calls!(vm, builtin_function_or_method_type);
    reword_calls!(vm, method_descriptor_type);
    reword_calls!(vm, type_type);
}

/// Hot code calls a method's function itself, past the slots of its descriptor.
fn reword_methods(class: &'static Py<PyType>, vm: &VirtualMachine) {
    for method in class.slots.methods {
        // The interpreter knows list.append by its identity.
        if class.is(vm.ctx.types.list_type) && method.name == "append" {
            continue;
        }
        let callee = format!("{}.{}", class.name(), method.name);
        let joins = method.name == "join";
        let func = move |vm: &VirtualMachine, mut args: FuncArgs| {
            if joins {
                at_once(&mut args, vm)?;
            }
            let given = Given::of(&args);
            (method.func)(vm, args)
                .inspect_err(|error| reword(error, vm, |text| arguments::words(&callee, text, &given, vm)))
        };
        let told = PyMethodDef {
            name: method.name,
            func: Box::leak(Box::new(func)),
            flags: method.flags,
            doc: method.doc,
        };
        let told = Box::leak(Box::new(told)).to_proper_method(class, &vm.ctx);
        class.set_attr(vm.ctx.intern_str(method.name), told);
    }
}

/// Takes what is to be joined as a sequence, as CPython does, so that the error can say which element is wrong.
fn at_once(args: &mut FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
    let Some(all) = args.args.get_mut(1) else { return Ok(()) };
    if all.downcast_ref::<PyList>().is_none() && all.downcast_ref::<PyTuple>().is_none() {
        let elements = all.get_iter(vm).inspect_err(|error| {
            reword(error, vm, |_| Some("can only join an iterable".to_owned()));
        })?;
        *all = vm.ctx.new_list(elements.iter(vm)?.collect::<PyResult<_>>()?).into();
    }
    Ok(())
}

/// `dict.get`, `len`, `int`, `time:sleep`.
fn name(callee: &PyObject, vm: &VirtualMachine) -> Option<String> {
    let attribute = |name: &'static str| callee.get_attr(name, vm).ok()?.try_into_value::<String>(vm).ok();
    let name = attribute("__qualname__")?;
    match attribute("__module__").filter(|module| module != "builtins" && !name.contains('.')) {
        Some(module) if callee.class().is(vm.ctx.types.builtin_function_or_method_type) => {
            Some(format!("{module}:{name}"))
        }
        _ => Some(name),
    }
}

type Call = fn(&PyObject, FuncArgs, &VirtualMachine) -> PyResult;
type VectorCall = fn(&PyObject, Vec<PyObjectRef>, usize, Option<&[PyObjectRef]>, &VirtualMachine) -> PyResult;

/// Both ways of calling an object of a type.
macro_rules! reword_calls {
    ($vm:ident, $class:ident) => {{
        static CALL: OnceLock<Call> = OnceLock::new();
        static VECTOR_CALL: OnceLock<VectorCall> = OnceLock::new();

        fn told(callee: &PyObject, given: &Given, result: PyResult, vm: &VirtualMachine) -> PyResult {
            result.inspect_err(|error| {
                reword(error, vm, |text| arguments::words(&name(callee, vm)?, text, given, vm));
            })
        }

        fn call(callee: &PyObject, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
            let given = Given::of(&args);
            told(callee, &given, CALL.wait()(callee, args, vm), vm)
        }

        fn vector_call(
            callee: &PyObject,
            args: Vec<PyObjectRef>,
            count: usize,
            names: Option<&[PyObjectRef]>,
            vm: &VirtualMachine,
        ) -> PyResult {
            if count > 1
                && callee.is(vm.ctx.types.str_type)
                && args[1].downcast_ref::<PyStr>().is_some()
                && let Some(text) = arguments::not_decoded(&args[0])
            {
                return Err(vm.new_type_error(text));
            }
            let given = Given::vector(&args, count, names);
            told(callee, &given, VECTOR_CALL.wait()(callee, args, count, names, vm), vm)
        }

        let slots = &$vm.ctx.types.$class.slots;
        if let Some(theirs) = slots.call.load() {
            CALL.get_or_init(|| theirs);
            slots.call.store(Some(call));
        }
        if let Some(theirs) = slots.vectorcall.load() {
            VECTOR_CALL.get_or_init(|| theirs);
            slots.vectorcall.store(Some(vector_call));
        }
    }};
}
use reword_calls;
