//! Lists are compared without holding their locks: `__eq__` may be the program's, and change them.

use rustpython_vm::{
    PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::PyList,
    function::{Either, PyComparisonValue},
    types::PyComparisonOp,
};

/// Puts ours where the interpreter's comparison was, which waits for ever then.
pub(crate) fn install(vm: &VirtualMachine) {
    vm.ctx.types.list_type.slots.richcompare.store(Some(compare));
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
