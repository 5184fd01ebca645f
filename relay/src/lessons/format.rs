//! `lesson.toml` as written.

use serde::Deserialize;
use socketscope_shared::{
    Text,
    claims::{Check, Moment},
    framing::Framing,
    lesson::{
        Axis, Claim, Condition, Contrast, DeclaredRun, Door, Knob, Marker, Packed, Prediction, Section,
        StartWhen, View,
    },
};
use std::collections::BTreeMap;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub number: Spanned<String>,
    #[serde(default = "own")]
    pub section: Section,
    pub title: Spanned<Text>,
    pub summary: Spanned<Text>,
    pub framing: Option<Spanned<Framing>>,
    pub view: Option<View>,
    pub first: Option<Spanned<bool>>,
    pub compare_with: Option<Spanned<String>>,
    #[serde(default)]
    pub axis: Axis,
    #[serde(default)]
    pub doors: Vec<Spanned<Door>>,
    pub contrast: Option<Spanned<Contrast>>,
    pub programs: Vec<Spanned<FileProgram>>,
    /// Names of what the programs can read and import.
    #[serde(default)]
    pub files: Vec<Spanned<String>>,
    #[serde(default)]
    pub knobs: Vec<Spanned<Knob>>,
    #[serde(default)]
    pub markers: Vec<FileMarker>,
    #[serde(default)]
    pub predictions: Vec<FilePrediction>,
    #[serde(default)]
    pub claims: Vec<FileClaim>,
    #[serde(default)]
    pub runs: Vec<FileRun>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileMarker {
    pub after: Spanned<Moment>,
    pub text: Spanned<Text>,
    #[serde(default)]
    pub only_if: Vec<Spanned<Condition>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FilePrediction {
    pub before: Spanned<Moment>,
    pub question: Spanned<Text>,
    #[serde(default)]
    pub only_if: Vec<Spanned<Condition>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileClaim {
    pub text: Spanned<Text>,
    pub check: Spanned<Check>,
    #[serde(default)]
    pub only_if: Vec<Spanned<Condition>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileRun {
    pub id: Spanned<String>,
    pub title: Spanned<Text>,
    #[serde(default)]
    pub set: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    pub held: bool,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileProgram {
    pub actor: String,
    pub file: String,
    #[serde(default)]
    pub start: StartWhen,
    /// `sys.argv[1:]`.
    #[serde(default)]
    pub arguments: Vec<String>,
    /// Numbers that variables of its text have, where programs share a file.
    #[serde(default)]
    pub set: BTreeMap<String, i64>,
}

impl FileMarker {
    pub(super) fn marker(&self) -> Marker {
        let (after, text) = (self.after.get_ref().clone(), self.text.get_ref().clone());
        Marker { after, text, only_if: plain(&self.only_if) }
    }
}

impl FilePrediction {
    pub(super) fn prediction(&self) -> Prediction {
        let (before, question) = (self.before.get_ref().clone(), self.question.get_ref().clone());
        Prediction { before, question, only_if: plain(&self.only_if) }
    }
}

impl FileClaim {
    pub(super) fn claim(&self) -> Claim {
        let (text, check) = (self.text.get_ref().clone(), self.check.get_ref().clone());
        Claim { text, check: Packed::from(&check), only_if: plain(&self.only_if) }
    }
}

impl FileRun {
    pub(super) fn run(&self) -> DeclaredRun {
        let set = self.set.iter().map(|(knob, value)| (knob.clone(), value.get_ref().clone())).collect();
        DeclaredRun {
            id: self.id.get_ref().clone(),
            title: self.title.get_ref().clone(),
            set,
            held: self.held,
            recording: None,
        }
    }
}

fn own() -> Section {
    Section::Own
}

pub(super) fn plain<T: Clone>(items: &[Spanned<T>]) -> Vec<T> {
    items.iter().map(|item| item.get_ref().clone()).collect()
}
