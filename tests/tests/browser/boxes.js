// Measures the page: every text and every control, where it is, what hides it, and what it lies on.
// `boxes.tour(done)` goes through the moments of the run that is shown, in each view.
window.boxes = (() => {
  // Letters do not fill their line: that much of its height at the top and at the bottom may be over something.
  const AIR = 0.2;
  // Less is rounding.
  const SLACK = 1.5;
  // What does not move while a person steps through a run.
  const STILL = 'header.top > :not(.grow), .bar > :not(.grow), .telling, .side, .tabs > *, .time, .stage, .card, .card > h2, .card > h2 em, .views, .views > *, .code';

  const box = (r) => ({ left: r.left, top: r.top, right: r.right, bottom: r.bottom });
  const cut = (a, b) => ({
    left: Math.max(a.left, b.left), top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right), bottom: Math.min(a.bottom, b.bottom),
  });
  const empty = (r) => r.right - r.left < 0.5 || r.bottom - r.top < 0.5;
  const name = (e) => {
    const own = (e) => e.tagName.toLowerCase() + [...e.classList].map((c) => '.' + c).join('');
    return [e.parentElement, e].filter(Boolean).map(own).join(' > ');
  };
  const quoted = (text) => JSON.stringify(text.trim().slice(0, 60));
  const round = (r) => `${Math.round(r.left)},${Math.round(r.top)} to ${Math.round(r.right)},${Math.round(r.bottom)}`;

  // What hides parts of an element's content, from the inside out, and in which directions it does not scroll.
  const clips = new Map();
  const clip = (e) => {
    if (e === document.documentElement) return [{ e, r: { left: 0, top: 0, right: innerWidth, bottom: innerHeight }, x: true, y: true }];
    const known = clips.get(e);
    if (known) return known;
    const style = getComputedStyle(e);
    let own = clip(style.position === 'fixed' ? document.documentElement : e.parentElement);
    if (style.overflowX !== 'visible' || style.overflowY !== 'visible') {
      const r = e.getBoundingClientRect();
      const zoom = e.currentCSSZoom;
      const inner = e instanceof SVGElement ? box(r) : {
        left: r.left + e.clientLeft * zoom, top: r.top + e.clientTop * zoom,
        right: r.left + (e.clientLeft + e.clientWidth) * zoom, bottom: r.top + (e.clientTop + e.clientHeight) * zoom,
      };
      const hides = (overflow) => overflow === 'hidden' || overflow === 'clip';
      own = [{ e, r: inner, x: hides(style.overflowX), y: hides(style.overflowY), ellipsis: style.textOverflow === 'ellipsis' }, ...own];
    }
    clips.set(e, own);
    return own;
  };

  // What is meant to be seen whole or not at all.
  const WHOLE_OR_NOT = '.program h2 small, .state, .field small';
  const STICKS = '.rung.names, .cmp.heads';
  const titled = (e) => e.closest('[title]') !== null || e.querySelector(':scope > title, [title]') !== null;

  const measure = () => {
    clips.clear();
    const problems = [];
    const things = [];
    const root = document.documentElement;
    if (root.scrollWidth > innerWidth || root.scrollHeight > innerHeight)
      problems.push(`the page is ${root.scrollWidth} x ${root.scrollHeight}`);
    const line = (e, text, full, air) => {
      const h = (full.bottom - full.top) * air;
      const r = { left: full.left, right: full.right, top: full.top + h, bottom: full.bottom - h };
      if (empty(r)) return;
      const limits = clip(e);
      // From the inside out: what an element scrolls away or shortens, those around it need not show.
      let shown = r;
      for (const by of limits) {
        const outside = (from, to) => shown[from] < by.r[from] - SLACK || shown[to] > by.r[to] + SLACK;
        const [x, y] = [by.x && outside('left', 'right'), by.y && outside('top', 'bottom')];
        shown = cut(shown, by.r);
        if (empty(shown) && e.closest(WHOLE_OR_NOT)) return;
        if (y || x && !(by.ellipsis && titled(e))) {
          problems.push(`${name(e)} ${quoted(text)} is cut ${x ? 'at the side' : 'above or below'} by ${name(by.e)}`);
          break;
        }
        if (empty(shown)) break;
      }
      if (!empty(shown)) things.push({ e, text, r: shown });
    };
    const range = document.createRange();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.data.trim()) continue;
      const e = node.parentElement;
      // Under the editor's field, which scrolls, lies the same text in colours.
      if (e.closest('title, option, script, style, noscript, canvas, .editor pre')) continue;
      if (!e.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      range.selectNodeContents(node);
      for (const r of range.getClientRects()) line(e, node.data, box(r), AIR);
    }
    for (const e of document.querySelectorAll('button, select, input, textarea, iframe'))
      if (e.checkVisibility({ visibilityProperty: true, opacityProperty: true })) {
        const r = clip(e.parentElement).reduce((r, by) => cut(r, by.r), box(e.getBoundingClientRect()));
        if (!empty(r)) things.push({ e, text: e.getAttribute('aria-label') ?? '', r });
        if (e.matches('button, select') && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && !titled(e))
          problems.push(`the text of ${name(e)} ${quoted(e.innerText)} is cut`);
      }
    things.sort((a, b) => a.r.left - b.r.left);
    for (let i = 0; i < things.length; i++)
      for (let j = i + 1; j < things.length && things[j].r.left < things[i].r.right - SLACK; j++) {
        const [a, b] = [things[i], things[j]];
        const r = cut(a.r, b.r);
        if (r.right - r.left < SLACK || r.bottom - r.top < SLACK) continue;
        if (a.e.contains(b.e) || b.e.contains(a.e)) continue;
        // Headings that stay while their list scrolls cover it.
        if (a.e.closest(STICKS) !== b.e.closest(STICKS)) continue;
        // The editor's text lies on the same text with colours.
        if (a.e.matches('textarea') || b.e.matches('textarea')) continue;
        problems.push(`${name(a.e)} ${quoted(a.text)} and ${name(b.e)} ${quoted(b.text)} overlap at ${round(r)}`);
      }
    return problems;
  };

  // Where what should stand still is; what a person can scroll may be scrolled.
  const still = () => {
    const found = new Map();
    for (const e of document.querySelectorAll(STILL)) {
      if (!e.checkVisibility()) continue;
      const r = box(e.getBoundingClientRect());
      for (let by = e.parentElement; by; by = by.parentElement) {
        const [x, y] = [by.scrollLeft * by.currentCSSZoom, by.scrollTop * by.currentCSSZoom];
        r.left += x; r.right += x; r.top += y; r.bottom += y;
      }
      // A card's code yields to what its program prints. Beside a door, what has its turn has the room.
      if (e.matches('.code')) r.bottom = r.top;
      if (e.closest('.stage:has(.door) .programs')) continue;
      // Tabs and views come and go with what there is to see.
      const among = e.closest('.tabs') ?? (e.matches('.card > h2, .views, .views *') ? document.querySelector('.views') : null);
      found.set(e, { ...r, among: among?.textContent ?? '' });
    }
    return found;
  };

  // Everything is laid out: a frame has passed in which nothing of the page changed.
  const settled = (quiet = 1) => new Promise((done) => {
    let changed = false;
    let still = 0;
    const watch = new MutationObserver(() => { changed = true; });
    const frame = (left) => requestAnimationFrame(() => setTimeout(() => {
      const again = changed && left > 0;
      still = changed ? 0 : still + 1;
      changed = false;
      if (again || still < quiet) return frame(left - 1);
      watch.disconnect();
      done();
    }));
    setTimeout(() => {
      watch.observe(document.documentElement, { subtree: true, childList: true, attributes: true, characterData: true });
      frame(100);
    });
  });
  const press = (key, shiftKey = false) => {
    window.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true }));
    // A view that has just appeared learns its size only then.
    return settled(key === 'v' ? 3 : 2);
  };
  const cursor = () => document.querySelector('.event-of')?.dataset.cursor ?? '';

  const tour = async () => {
    const problems = new Map();
    let seen = 0;
    const add = (problem, at) => { if (!problems.has(problem)) problems.set(problem, at); };
    const look = (view, before) => {
      seen++;
      const at = `view ${view}, event ${cursor()}`;
      for (const problem of measure()) add(problem, at);
      const now = still();
      for (const [e, was] of before ?? []) {
        const r = now.get(e);
        if (!r || r.among !== was.among) continue;
        const by = ['left', 'top', 'right', 'bottom'].map((side) => Math.round(r[side] - was[side]));
        if (by.some((px) => Math.abs(px) > 2) && ![...problems.keys()].some((known) => known.startsWith(`${name(e)} moves`)))
          add(`${name(e)} moves by ${by}`, at);
      }
      return before ?? now;
    };
    await settled(3);
    // What is not painted is laid out all the same, and sooner.
    document.documentElement.style.clipPath = 'inset(100%)';
    // A view, and the part of it that is shown.
    const shown = () => [...document.querySelectorAll('.views .on, .layers h2 .segs .on')].map((e) => e.textContent).join(' ');
    for (let frames = 300; document.querySelector('.event-of') && !shown() && frames > 0; frames--) await settled();
    const first = shown();
    await press('Home');
    const before = look(first);
    for (let at = cursor(); await press('x'), cursor() !== at; at = cursor()) look(first, before);
    await press('End');
    look(first, before);
    for (await press('v'); shown() !== first && seen < 300; await press('v')) {
      const view = shown();
      const before = look(view);
      await press('X', true);
      await press('X', true);
      look(view, before);
      await press('End');
    }
    return { seen, problems: [...problems].map(([what, at]) => `${what} (${at})`) };
  };
  return { tour, measure, settled, press };
})();
