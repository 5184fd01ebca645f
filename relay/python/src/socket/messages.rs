//! sendmsg and recvmsg. There is no ancillary data: descriptors are not passed on.

use super::{
    address,
    object::{Int, Socket},
    waiting::{self, Wait},
};
use crate::{
    actor,
    errors::{Failure, denied},
};
use rustpython_vm::{
    FromArgs, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine,
    builtins::PyTuple,
    convert::{IntoPyException, ToPyObject},
    function::{ArgBytesLike, ArgIterable, ArgMemoryBuffer, ArgPrimitiveIndex, OptionalArg},
    pyclass,
};
use socketscope_probe::ReceivedMessage;
use socketscope_shared::{Address, call::ApiName};

#[derive(FromArgs)]
pub(super) struct SendArgs {
    #[pyarg(positional)]
    buffers: ArgIterable<ArgBytesLike>,
    #[pyarg(positional, optional)]
    ancillary: OptionalArg<ArgIterable>,
    #[pyarg(positional, optional)]
    flags: OptionalArg<Int>,
    #[pyarg(positional, optional)]
    address: OptionalArg<PyObjectRef>,
}

/// The methods for messages of several parts.
#[pyclass]
pub(super) trait Messages: PyPayload {
    #[pymethod]
    fn sendmsg(&self, args: SendArgs, vm: &VirtualMachine) -> PyResult<usize>;

    #[pymethod]
    fn recvmsg(
        &self,
        bufsize: ArgPrimitiveIndex<isize>,
        ancbufsize: OptionalArg<ArgPrimitiveIndex<isize>>,
        flags: OptionalArg<Int>,
        vm: &VirtualMachine,
    ) -> PyResult;

    #[pymethod]
    fn recvmsg_into(
        &self,
        buffers: ArgIterable<ArgMemoryBuffer>,
        ancbufsize: OptionalArg<ArgPrimitiveIndex<isize>>,
        flags: OptionalArg<Int>,
        vm: &VirtualMachine,
    ) -> PyResult;
}

impl Messages for Socket {
    fn sendmsg(&self, args: SendArgs, vm: &VirtualMachine) -> PyResult<usize> {
        let mut data = Vec::new();
        for buffer in args.buffers.iter(vm)? {
            data.extend_from_slice(&buffer?.borrow_buf());
        }
        if let OptionalArg::Present(ancillary) = args.ancillary {
            let pieces = ancillary.iter(vm)?.collect::<PyResult<Vec<_>>>()?;
            pieces.iter().try_for_each(|piece| check_piece(piece, vm))?;
            if !pieces.is_empty() {
                return Err(denied("programs in Socketscope pass on no descriptors", vm));
            }
        }
        let to = match args.address.into_option().filter(|address| !vm.is_none(address)) {
            Some(address) => Some(self.address(&address, "sendmsg", vm)?),
            None => None,
        };
        let (fd, flags) = (self.fd(), args.flags.map_or(0, |flags| flags.value));
        let mut steps = self.steps(ApiName::Same, vm);
        waiting::call(fd, Wait::Writing, self.timeout(), &mut steps, vm, |site| {
            actor::probe().send(site, fd, &data, flags, to.as_ref())
        })
        .map_err(|failure| failure.into_pyexception(vm))
    }

    fn recvmsg(
        &self,
        bufsize: ArgPrimitiveIndex<isize>,
        ancbufsize: OptionalArg<ArgPrimitiveIndex<isize>>,
        flags: OptionalArg<Int>,
        vm: &VirtualMachine,
    ) -> PyResult {
        let max_bytes = usize::try_from(bufsize.value)
            .map_err(|_| vm.new_value_error("negative buffer size in recvmsg()"))?;
        check_ancillary(ancbufsize, "recvmsg", vm)?;
        let ((data, from), flags) = self.receive_message(max_bytes, flags, vm)?;
        let data = vm.ctx.new_bytes(data);
        Ok((data, vm.ctx.new_list(Vec::new()), flags, sender(from, vm)).to_pyobject(vm))
    }

    fn recvmsg_into(
        &self,
        buffers: ArgIterable<ArgMemoryBuffer>,
        ancbufsize: OptionalArg<ArgPrimitiveIndex<isize>>,
        flags: OptionalArg<Int>,
        vm: &VirtualMachine,
    ) -> PyResult {
        let buffers = buffers.iter(vm)?.collect::<PyResult<Vec<_>>>()?;
        check_ancillary(ancbufsize, "recvmsg_into", vm)?;
        let room = buffers.iter().map(ArgMemoryBuffer::len).sum();
        let ((data, from), flags) = self.receive_message(room, flags, vm)?;
        let mut rest = data.as_slice();
        for buffer in &buffers {
            let mut place = buffer.borrow_buf_mut();
            let (part, after) = rest.split_at(rest.len().min(place.len()));
            place[..part.len()].copy_from_slice(part);
            rest = after;
        }
        let len = data.len() - rest.len();
        Ok((len, vm.ctx.new_list(Vec::new()), flags, sender(from, vm)).to_pyobject(vm))
    }
}

impl Socket {
    fn receive_message(
        &self,
        max_bytes: usize,
        flags: OptionalArg<Int>,
        vm: &VirtualMachine,
    ) -> PyResult<ReceivedMessage> {
        let (fd, flags) = (self.fd(), flags.map_or(0, |flags| flags.value));
        let mut steps = self.steps(ApiName::Same, vm);
        waiting::call(fd, Wait::Reading, self.timeout(), &mut steps, vm, |site| {
            actor::probe().recv_message(site, fd, max_bytes, flags)
        })
        .map_err(|failure: Failure| failure.into_pyexception(vm))
    }
}

/// A piece of ancillary data: level, type, bytes.
fn check_piece(piece: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    let wrong = |what: String| vm.new_type_error(format!("[sendmsg() ancillary data items] {what}"));
    let Some(parts) = piece.downcast_ref::<PyTuple>().map(|tuple| tuple.as_slice()) else {
        return Err(wrong(format!("must be 3-item sequence, not {}", piece.class().name())));
    };
    let [level, kind, data] = parts else {
        return Err(wrong(format!("must be sequence of length 3, not {}", parts.len())));
    };
    for number in [level, kind] {
        number.try_index(vm)?.try_to_primitive::<i32>(vm)?;
    }
    data.try_bytes_like(vm, |_| ())
}

fn check_ancillary(
    size: OptionalArg<ArgPrimitiveIndex<isize>>,
    caller: &str,
    vm: &VirtualMachine,
) -> PyResult<()> {
    if size.is_present() && size.map_or(0, |size| size.value) < 0 {
        return Err(vm.new_value_error(format!("invalid ancillary data buffer length in {caller}()")));
    }
    Ok(())
}

fn sender(from: Option<Address>, vm: &VirtualMachine) -> PyObjectRef {
    from.map_or_else(|| vm.ctx.none(), |from| address::to_python(&from, vm))
}
