//! Runs the program and says how it ended.

use crate::{
    actor, interpreter, lists, sleep, socket, structs,
    syntax::{self, Fault},
    threads, words,
};
use rustpython_vm::{
    AsObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyBaseExceptionRef, PyDictRef},
    compiler::Mode,
    convert::ToPyObject,
    scope::Scope,
    stdlib::atexit,
};
use socketscope_probe::protocol::Program;
use socketscope_shared::Exit;
use std::panic::{AssertUnwindSafe, catch_unwind};

const PRELUDE: &str = include_str!("prelude.py");
const LIBRARY: &str = include_str!("library.py");
const FILES: &str = include_str!("files.py");
const MULTIBYTE: &str = include_str!("multibyte.py");

/// Runs `program` to its end, with its threads and exit functions.
pub(crate) fn run(program: &Program) -> Exit {
    let run = || {
        let interpreter = interpreter();
        interpreter.enter(|vm| match prepare(program, vm) {
            Ok(prelude) => {
                let exit = run_main(program, &prelude, vm);
                finish(vm);
                exit
            }
            Err(exception) => bare(&exception, vm),
        })
    };
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| Exit::Exception {
        kind: "SystemError".into(),
        message: "the interpreter failed; this is a defect of Socketscope, not of the program".into(),
        line: 0,
        traceback: String::new(),
    })
}

/// Gives the interpreter its terminal and our modules; returns the prelude's names.
fn prepare(program: &Program, vm: &VirtualMachine) -> PyResult<PyDictRef> {
    lists::install(vm)?;
    sleep::install(vm)?;
    structs::install(vm)?;
    threads::install(vm)?;
    words::install(vm)?;
    let prelude = run_own(PRELUDE, vm)?;
    run_own(LIBRARY, vm)?;
    run_own(FILES, vm)?;
    run_own(MULTIBYTE, vm)?;
    let argv = std::iter::once(&program.file).chain(&program.arguments);
    let argv = argv.map(|argument| vm.ctx.new_str(argument.as_str()).into()).collect();
    // The library looks for the place of its installation beside it.
    vm.sys_module.set_attr("executable", vm.ctx.new_str("/bin/python3"), vm)?;
    vm.sys_module.set_attr("argv", vm.ctx.new_list(argv), vm)?;
    Ok(prelude)
}

/// Runs Python of ours; returns its names.
fn run_own(source: &str, vm: &VirtualMachine) -> PyResult<PyDictRef> {
    let scope = vm.new_scope_with_builtins();
    let code = vm
        .compile(source, Mode::Exec, "<socketscope>".to_owned())
        .map_err(|error| vm.new_syntax_error(&error, Some(source)))?;
    vm.run_code_obj(code, scope.clone())?;
    Ok(scope.globals)
}

fn run_main(program: &Program, prelude: &PyDictRef, vm: &VirtualMachine) -> Exit {
    let result = vm
        .compile(&program.source, Mode::Exec, program.file.clone())
        .map_err(|error| reworded(vm.new_syntax_error(&error, Some(&program.source)), &program.source, vm))
        .and_then(|code| vm.run_code_obj(code, main_scope(program, prelude, vm)?));
    match result {
        Ok(_) => Exit::Finished,
        Err(exception) => ended_by(&exception, program, prelude, vm),
    }
}

/// A syntax error as CPython words and places it.
fn reworded(error: PyBaseExceptionRef, source: &str, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let object = error.as_object();
    let said = object.get_attr("msg", vm).and_then(|message| message.try_into_value::<String>(vm));
    let line = object.get_attr("lineno", vm).and_then(|line| line.try_into_value::<u32>(vm));
    let (Ok(said), Ok(line)) = (said, line) else { return error };
    let Some(Fault { line, column, message }) = syntax::like_cpython(source, line, &said) else {
        return error;
    };
    let text = line.checked_sub(1).and_then(|line| source.lines().nth(line as usize)).unwrap_or_default();
    let mut attributes = vec![
        ("msg", message.to_pyobject(vm)),
        ("lineno", line.to_pyobject(vm)),
        ("end_lineno", line.to_pyobject(vm)),
        ("text", text.to_owned().to_pyobject(vm)),
    ];
    if let Some(column) = column {
        attributes.extend([("offset", column.to_pyobject(vm)), ("end_offset", (column + 1).to_pyobject(vm))]);
    }
    for (name, value) in attributes {
        // An error that cannot be changed stays as it is.
        let _ = object.set_attr(name, value, vm);
    }
    error
}

/// The names of `__main__`.
fn main_scope(program: &Program, prelude: &PyDictRef, vm: &VirtualMachine) -> PyResult<Scope> {
    let scope = vm.new_scope_with_builtins();
    let main = vm.new_module("__main__", scope.globals.clone(), None);
    let modules: PyDictRef = vm.sys_module.get_attr("modules", vm)?.try_into_value(vm)?;
    modules.set_item("__main__", main.into(), vm)?;
    let source = prelude.get_item("Source", vm)?.call((program.source.as_str(),), vm)?;
    scope.globals.set_item("__name__", vm.ctx.new_str("__main__").into(), vm)?;
    scope.globals.set_item("__file__", vm.ctx.new_str(program.file.as_str()).into(), vm)?;
    scope.globals.set_item("__loader__", source, vm)?;
    Ok(scope)
}

/// What CPython does after the main program: waits for its threads, runs its exit functions, flushes.
fn finish(vm: &VirtualMachine) {
    let threading =
        vm.sys_module.get_attr("modules", vm).and_then(|modules| modules.get_item("threading", vm));
    if let Ok(threading) = threading {
        report_ignored(vm.call_method(&threading, "_shutdown", ()), vm);
    }
    atexit::_run_exitfuncs(vm);
    report_ignored(warn_of_what_is_left(vm), vm);
    flush(vm);
}

/// CPython clears the program's names, and so warns about sockets that are still open.
fn warn_of_what_is_left(vm: &VirtualMachine) -> PyResult {
    if !socket::unclosed_is_heard(vm)? {
        return Ok(vm.ctx.none());
    }
    let names = vm.sys_module.get_attr("modules", vm)?.get_item("__main__", vm)?.get_attr("__dict__", vm)?;
    vm.call_method(&names, "clear", ())
}

fn flush(vm: &VirtualMachine) {
    for name in ["stdout", "stderr"] {
        // The program may have put anything there, and there is nothing left to tell about it.
        let _ = vm.sys_module.get_attr(name, vm).and_then(|stream| vm.call_method(&stream, "flush", ()));
    }
}

fn report_ignored(result: PyResult, vm: &VirtualMachine) {
    if let Err(exception) = result {
        vm.run_unraisable(exception, None, vm.ctx.none());
    }
}

fn ended_by(
    exception: &PyBaseExceptionRef,
    program: &Program,
    prelude: &PyDictRef,
    vm: &VirtualMachine,
) -> Exit {
    if exception.fast_isinstance(vm.ctx.exceptions.system_exit) {
        return exit_status(exception, vm);
    }
    flush(vm);
    let described = describe(exception, prelude, vm);
    let Exit::Exception { kind, message, line, traceback } = bare(exception, vm) else {
        return Exit::Finished;
    };
    let traceback = described.unwrap_or(traceback);
    match syntax_error(exception, program, vm) {
        Some((line, message)) => Exit::Exception { kind, message, line, traceback },
        None => Exit::Exception { kind, message, line, traceback },
    }
}

/// As CPython's `sys.exit`: None is success, a number the status (of which the system keeps a byte), anything else is
/// printed and means 1.
fn exit_status(exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> Exit {
    let code = exception.as_object().get_attr("code", vm).unwrap_or_else(|_| vm.ctx.none());
    if vm.is_none(&code) {
        return Exit::Finished;
    }
    match code.clone().try_into_value::<i32>(vm) {
        Ok(code) => match code & 0xff {
            0 => Exit::Finished,
            code => Exit::Status { code },
        },
        Err(_) => {
            let text = code.str(vm).map_or_else(|_| String::new(), |text| text.to_string());
            flush(vm);
            actor::probe().reporter().output(true, actor::line(vm), format!("{text}\n").into_bytes());
            Exit::Status { code: 1 }
        }
    }
}

/// The traceback as CPython's own module writes it.
fn describe(exception: &PyBaseExceptionRef, prelude: &PyDictRef, vm: &VirtualMachine) -> Option<String> {
    let describe = prelude.get_item("describe", vm).ok()?;
    let text: PyObjectRef = describe.call((exception.clone(),), vm).ok()?;
    text.try_into_value::<String>(vm).ok()
}

/// An exception described without the help of any Python.
fn bare(exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> Exit {
    let kind = kind(exception, vm);
    let message = exception.as_object().str(vm).map_or_else(|_| String::new(), |text| text.to_string());
    let mut traceback = String::new();
    // Writing to a String fails only where an exception cannot be shown at all; then its kind must do.
    let _ = vm.write_exception(&mut traceback, exception);
    Exit::Exception { kind, message, line: traceback_line(exception), traceback }
}

/// Its class, as a traceback names it: `ValueError`, `struct.error`.
fn kind(exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> String {
    let class = exception.class();
    let text =
        |name: &'static str| class.as_object().get_attr(name, vm).ok()?.try_into_value::<String>(vm).ok();
    let name = text("__qualname__").unwrap_or_else(|| class.name().to_string());
    match text("__module__").filter(|module| !matches!(module.as_str(), "builtins" | "__main__")) {
        Some(module) => format!("{module}.{name}"),
        None => name,
    }
}

/// The line of the program's own innermost frame in the traceback.
fn traceback_line(exception: &PyBaseExceptionRef) -> u32 {
    let mut line = 0;
    let mut entry = exception.__traceback__();
    while let Some(traceback) = entry {
        if actor::is_program(traceback.frame.code.source_path().as_str()) {
            line = u32::try_from(traceback.lineno.get()).unwrap_or(0);
        }
        entry = traceback.next.lock().clone();
    }
    line
}

/// Line and message of a syntax error in the program's own file.
fn syntax_error(
    exception: &PyBaseExceptionRef,
    program: &Program,
    vm: &VirtualMachine,
) -> Option<(u32, String)> {
    if !exception.fast_isinstance(vm.ctx.exceptions.syntax_error) {
        return None;
    }
    let attribute = |name: &'static str| exception.as_object().get_attr(name, vm).ok();
    let file: String = attribute("filename")?.try_into_value(vm).ok()?;
    let line = attribute("lineno")?.try_into_value(vm).ok()?;
    let message = attribute("msg")?.try_into_value(vm).ok()?;
    (file == program.file).then_some((line, message))
}
