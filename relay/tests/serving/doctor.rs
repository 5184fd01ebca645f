//! `socketscope doctor` as a person or a script calls it.

use std::process::{Command, Output};

fn doctor(arguments: &[&str], language: &str) -> Output {
    let data = tempfile::tempdir().unwrap();
    Command::new(env!("CARGO_BIN_EXE_socketscope"))
        .arg("doctor")
        .args(arguments)
        .env("SOCKETSCOPE_DATA", data.path())
        .env("LC_ALL", language)
        .output()
        .unwrap()
}

fn tries(what: &str) -> bool {
    let mut trial = Command::new(env!("CARGO_BIN_EXE_socketscope"));
    trial.args(["try", what]).output().unwrap().status.success()
}

#[test]
fn every_check_says_how_it_is_and_what_that_means() {
    let output = doctor(&["--json"], "C");
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let checks = said["checks"].as_array().unwrap();
    let names: Vec<_> = checks.iter().map(|check| check["id"].as_str().unwrap()).collect();
    let expected = [
        "session",
        "sandbox",
        "user-namespace",
        "network-namespace",
        "pid-namespace",
        "control-group",
        "tun",
        "ptrace",
        "loopback",
        "port",
        "descriptors",
        "data",
        "browser",
    ];
    assert_eq!(names, expected);
    for check in checks {
        let verdict = check["verdict"].as_str().unwrap();
        assert!(["ok", "limited", "missing"].contains(&verdict), "{check}");
        assert!(!check["found"].as_str().unwrap().is_empty(), "{check}");
        assert!(check["means"]["en"] != check["means"]["zh"], "{check}");
        // What is well needs no mending.
        assert_eq!(check["mend"].is_null(), verdict == "ok", "{check}");
    }
    let missing = checks.iter().any(|check| check["verdict"] == "missing");
    assert_eq!((said["ready"].as_bool(), output.status.success()), (Some(!missing), !missing));
}

#[test]
fn what_it_says_of_the_kernel_is_what_a_trial_comes_to() {
    let output = doctor(&["--json"], "C");
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    for what in ["sandbox", "user-namespace", "network-namespace", "pid-namespace", "tun", "ptrace"] {
        let check = said["checks"].as_array().unwrap().iter().find(|check| check["id"] == what).unwrap();
        assert_eq!(check["verdict"] == "ok", tries(what), "{check}");
    }
}

#[test]
fn a_refusal_is_told_with_the_line_that_mends_it() {
    // No more descriptors than a program may have.
    let data = tempfile::tempdir().unwrap();
    let binary = env!("CARGO_BIN_EXE_socketscope");
    let output = Command::new("sh")
        .args(["-c", "ulimit -n 600 && exec \"$0\" doctor", binary])
        .env("SOCKETSCOPE_DATA", data.path())
        .env("LC_ALL", "C")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("missing  descriptors: at most 600 for a process\n"), "{text}");
    assert!(text.contains("→ ulimit -n 8192\n"), "{text}");
    assert!(text.ends_with("Sessions cannot run here: see what is missing above.\n"), "{text}");
    assert!(!output.status.success());
}

#[test]
fn it_speaks_the_terminals_language() {
    let output = doctor(&[], "zh_CN.UTF-8");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("正常") && text.contains("套接字"), "{text}");
}
