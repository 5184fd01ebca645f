//! A canvas that is sharp on every screen, and the page's colours for it.

use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, CssStyleDeclaration, HtmlCanvasElement};

/// The drawing context of a canvas, cleared, of this size in CSS px.
pub fn context(
    canvas: &HtmlCanvasElement,
    width_px: f64,
    height_px: f64,
) -> Option<CanvasRenderingContext2d> {
    // On a large screen the style enlarges the page; older browsers do not say by how much.
    let enlarged = js_sys::Reflect::get(canvas, &"currentCSSZoom".into()).ok().and_then(|zoom| zoom.as_f64());
    let ratio = web_sys::window().map_or(1.0, |w| w.device_pixel_ratio()) * enlarged.unwrap_or(1.0);
    let ratio = ratio.max(1.0);
    let (width, height) = ((width_px * ratio).round() as u32, (height_px * ratio).round() as u32);
    if canvas.width() != width || canvas.height() != height {
        canvas.set_width(width);
        canvas.set_height(height);
    }
    let context = canvas.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
    context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0).ok()?;
    context.clear_rect(0.0, 0.0, width_px, height_px);
    Some(context)
}

/// The page's colours at this moment, by the names of the style's tokens.
pub struct Palette {
    style: Option<CssStyleDeclaration>,
    /// What was asked for: the browser takes long to answer.
    known: RefCell<Vec<(&'static str, String)>>,
}

impl Palette {
    /// As the document has them.
    pub fn now() -> Self {
        let style = web_sys::window().and_then(|window| {
            let root = window.document()?.document_element()?;
            window.get_computed_style(&root).ok()?
        });
        Palette { style, known: RefCell::default() }
    }

    /// A token's value: `--c2s`.
    pub fn get(&self, token: &'static str) -> String {
        let mut known = self.known.borrow_mut();
        if let Some((_, value)) = known.iter().find(|(name, _)| *name == token) {
            return value.clone();
        }
        let value = self.style.as_ref().and_then(|style| style.get_property_value(token).ok());
        known.push((token, value.clone().unwrap_or_default()));
        value.unwrap_or_default()
    }
}
