//! Lists and deques are compared without holding their locks: `__eq__` may be the program's, and change them.

use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyList, PyTypeRef},
    function::{Either, PyComparisonValue},
    types::PyComparisonOp,
};
use std::sync::OnceLock;

/// Replaces the interpreter's comparisons, which would then wait forever.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    vm.ctx.types.list_type.slots.richcompare.store(Some(compare));
    let deque: PyTypeRef = vm.import("_collections", 0)?.get_attr("deque", vm)?.try_into_value(vm)?;
    DEQUE.get_or_init(|| deque).slots.richcompare.store(Some(compare_deques));
    Ok(())
}

static DEQUE: OnceLock<PyTypeRef> = OnceLock::new();

/// As lists of what they hold now.
fn compare_deques(
    deque: &PyObject,
    other: &PyObject,
    operator: PyComparisonOp,
    vm: &VirtualMachine,
) -> PyResult<Either<PyObjectRef, PyComparisonValue>> {
    if !DEQUE.get().is_some_and(|deque| other.fast_isinstance(deque)) {
        return Ok(Either::B(PyComparisonValue::NotImplemented));
    }
    let held = |deque: &PyObject| Ok(vm.ctx.new_list(vm.map_iterable_object(deque, Ok)??));
    let (one, another) = (held(deque)?, held(other)?);
    compare(one.as_object(), another.as_object(), operator, vm)
}

/// Element by element, as the lists are by then (`list_richcompare` of CPython's listobject.c).
fn compare(
    list: &PyObject,
    other: &PyObject,
    operator: PyComparisonOp,
    vm: &VirtualMachine,
) -> PyResult<Either<PyObjectRef, PyComparisonValue>> {
    let (Some(list), Some(other)) = (list.downcast_ref::<PyList>(), other.downcast_ref::<PyList>()) else {
        return Ok(Either::B(PyComparisonValue::NotImplemented));
    };
    let len = |list: &PyList| list.borrow_vec().len();
    let by_len = || Ok(Either::B(operator.eval_ord(len(list).cmp(&len(other))).into()));
    let for_equality = matches!(operator, PyComparisonOp::Eq | PyComparisonOp::Ne);
    if for_equality && len(list) != len(other) {
        return by_len();
    }
    let at = |list: &PyList, place: usize| list.borrow_vec().get(place).cloned();
    for place in 0.. {
        let (Some(one), Some(another)) = (at(list, place), at(other, place)) else { break };
        if vm.identical_or_equal(&one, &another)? {
            continue;
        }
        return match operator {
            PyComparisonOp::Eq => Ok(Either::B(false.into())),
            PyComparisonOp::Ne => Ok(Either::B(true.into())),
            _ => one.rich_compare(another, operator, vm).map(Either::A),
        };
    }
    by_len()
}
