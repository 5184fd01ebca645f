//! What is shown of the calls of one actor that asks what is ready.

use crate::{
    geometry::matrix::Layout,
    model::{Action, Model, Pane, Session},
};
use socketscope_shared::{
    ActorId, Fact, Op,
    readiness::{Column, Matrix},
};

/// Size before the page was measured, px.
pub const DEFAULT_PX: (f64, f64) = (760.0, 120.0);

/// What is shown of one actor's calls.
pub struct Shown<'a> {
    pub model: &'a Model,
    pub session: &'a Session,
    pub actor: ActorId,
    pub matrix: &'a Matrix,
    pub layout: Layout,
    pub cursor: u64,
}

impl<'a> Shown<'a> {
    pub fn of(model: &'a Model) -> Option<Self> {
        let session = model.session.as_ref()?;
        let (actor, matrix) = model.matrix()?;
        let cursor = session.world().cursor;
        let width = Some(model.ui.panes.get(Pane::Matrix).width_px).filter(|px| *px > 0.0);
        let layout = Layout::of(matrix, session.timeline.log(), cursor, width.unwrap_or(DEFAULT_PX.0));
        Some(Shown { model, session, actor, matrix, layout, cursor })
    }

    pub fn fact(&self, seq: u64) -> Option<&'a Fact> {
        self.session.timeline.log().get(seq).map(|event| &event.fact)
    }

    pub fn op(&self, column: &Column) -> Option<&'a Op> {
        self.fact(column.began).and_then(Fact::call).map(|call| &call.op)
    }

    /// Goes to where a call returned, or began where it has not.
    pub fn go(&self, column: usize) -> Action {
        let column = self.matrix.columns().get(column);
        let seq = column.map_or(1, |column| column.returned.unwrap_or(column.began));
        Action::Seek(self.session.timeline.stop_of(seq))
    }
}
