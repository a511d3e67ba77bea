// The page: shows what the workspace holds, and says what a person does. All text becomes text nodes (see blocks.js).
import { draw, el, mrkdwn } from "/assets/blocks.js";
import { wordsFor } from "/assets/words.js";

const $ = id => document.getElementById(id);
const settings = JSON.parse($("settings").dataset.json);
const remember = (key, value) => { try { localStorage.setItem(`aitrend.${key}`, value); } catch { /* private mode */ } };
const recall = key => { try { return localStorage.getItem(`aitrend.${key}`); } catch { return null; } };
const asked = new URLSearchParams(location.search);

const now = {
  person: settings.people.find(p => p.id === (asked.get("person") || recall("person"))) || settings.people[0],
  place: settings.channels[0].id, tab: "messages", thread: null, revision: -1, state: { posts: {}, windows: [], home: null },
  busy: 0, attached: { composer: [], "thread-composer": [] }, shownWindows: "", shownHome: "", waits: null,
};
let words = wordsFor(now.person.locale);

const post = async (path, body) => {
  const response = await fetch(`/local/${path}`, { method: "POST", headers: { "content-type": "application/json", "x-aitrend-page": settings.token }, body: JSON.stringify({ user: now.person.id, ...body }) });
  if (response.status === 403) { location.reload(); }
  return response.json();
};
const toast = text => { const node = $("toast"); node.textContent = text; node.classList.add("on"); clearTimeout(toast.timer); toast.timer = setTimeout(() => node.classList.remove("on"), 4000); };
const act = async (path, body) => {
  now.busy = Date.now() + 4000;
  try {
    const answer = await post(path, body);
    if (answer.notice) { toast(words[answer.notice] || answer.notice); waiting(false); }
    await refresh();
    return answer;
  } catch { toast(words.offline); return {}; }
};

const isDirect = place => place === now.person.direct;
const nameOf = id => (id === settings.bot ? words.app : settings.people.find(p => p.id === id)?.name || id);
const channelName = id => settings.channels.find(c => c.id === id)?.name || id;
const placeLabel = place => (isDirect(place) ? words.app : `#${channelName(place)}`);

const context = more => ({
  words, locale: now.person.locale, zone: now.person.zone, nameOf, channelName, store: () => {}, errors: {},
  channel: () => now.place, conversations: () => [...settings.channels.map(c => ({ id: c.id, label: `#${c.name}` })), { id: now.person.direct, label: words.app }],
  options: async () => [], confirm: askFirst, ...more,
});

// messages
const clock = ts => new Intl.DateTimeFormat(now.person.locale, { hour: "numeric", minute: "2-digit", timeZone: now.person.zone }).format(new Date(Number(ts) * 1000));
const avatar = user => {
  if (user === settings.bot) return el("div", { class: "avatar bot", "aria-hidden": "true" }, "↗");
  const index = settings.people.findIndex(p => p.id === user);
  return el("div", { class: `avatar a${index + 1}`, "aria-hidden": "true" }, nameOf(user).slice(0, 1));
};
const drawPost = (message, inThread) => {
  const replies = inThread || message.private ? 0 : (now.state.posts[now.place] || []).filter(p => p.thread_ts === message.ts && p.ts !== message.ts).length;
  const ctx = context({ press: action => act("press", { ts: message.ts, action }) });
  const content = message.blocks?.length ? draw(message.blocks, ctx) : el("div", { class: "b-section" }, el("div", { class: "grow" }, mrkdwn(message.text, ctx)));
  const menu = message.private ? null : el("div", { class: "menu" },
    !inThread && !message.thread_ts ? el("button", { type: "button", onclick: () => openThread(message.ts) }, words.reply) : null,
    el("button", { type: "button", onclick: () => act("shortcut", { callback: settings.shortcuts.lookUp, ts: message.ts }) }, words.lookUp),
    message.files?.length ? el("button", { type: "button", onclick: () => act("shortcut", { callback: settings.shortcuts.addFile, ts: message.ts }) }, words.addFile) : null);
  return el("article", { class: message.private ? "post private" : "post", "data-ts": message.ts }, avatar(message.user),
    el("div", {},
      message.private ? el("div", { class: "only" }, el("span", { "aria-hidden": "true" }, "◉"), words.only) : null,
      el("div", { class: "who" }, el("b", {}, nameOf(message.user)), message.user === settings.bot ? el("span", { class: "badge" }, words.badge) : null, el("time", {}, clock(message.ts)), message.edited ? el("time", {}, words.edited) : null),
      message.text || message.blocks?.length ? content : null,
      (message.files || []).map(file => el("div", { class: "file" }, el("span", { "aria-hidden": "true" }, "▤"), file.name)),
      replies ? el("button", { type: "button", class: "replies", onclick: () => openThread(message.ts) }, words.replies(replies)) : null),
    menu);
};
const welcome = () => el("div", { class: "welcome" }, el("h2", {}, words.welcome), el("p", {}, words.welcomeText),
  el("div", { class: "tries" }, words.tries.map(text => el("button", { type: "button", onclick: () => send("composer", text) }, text))));
const fill = (box, nodes, keep) => {
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 120;
  const focused = box.contains(document.activeElement) ? document.activeElement : null;
  const path = focused?.closest?.("[data-ts]")?.dataset.ts;
  const label = focused?.textContent;
  box.replaceChildren(...nodes);
  if (path) [...box.querySelectorAll(`[data-ts="${path}"] button`)].find(node => node.textContent === label)?.focus({ preventScroll: true });
  if (atEnd || !keep) {
    const last = box.lastElementChild;
    box.scrollTop = box.scrollHeight;
    if (last && last.offsetHeight > box.clientHeight) last.scrollIntoView({ block: "start" });
  }
};
const drawPosts = keep => {
  const all = now.state.posts[now.place] || [];
  const roots = all.filter(p => !p.thread_ts || p.thread_ts === p.ts);
  fill($("posts"), [welcome(), ...roots.map(p => drawPost(p, false)), now.waits === "composer" ? dots() : null].filter(Boolean), keep);
  $("thread").hidden = !now.thread;
  $("app").classList.toggle("threaded", Boolean(now.thread));
  if (now.thread) fill($("thread-posts"), [...all.filter(p => p.ts === now.thread || p.thread_ts === now.thread).map(p => drawPost(p, true)), now.waits === "thread-composer" ? dots() : null].filter(Boolean), keep);
};
const dots = () => el("div", { class: "waiting", role: "status" }, el("i"), el("i"), el("i"));
// Whoever sends something wants to see what comes of it: go to the end, however tall the answer before was.
const waiting = where => { now.waits = where || null; drawPosts(!where); };
const openThread = ts => { now.thread = ts; drawPosts(false); $("thread-composer-text")?.focus(); };

// windows
const veil = window => { $("veil").hidden = !window; $("app").inert = Boolean(window); $("veil").replaceChildren(...(window ? [window] : [])); };
const reader = store => Object.fromEntries(Object.entries(store).map(([block, fields]) => [block, Object.fromEntries(Object.entries(fields).map(([id, read]) => [id, read()]))]));
const drawWindows = () => {
  const windows = now.state.windows, top = windows.at(-1), key = JSON.stringify(top || null);
  if (key === now.shownWindows) return;
  const before = now.shownWindows;
  now.shownWindows = key;
  if (!top) { veil(null); if (before && before !== "null") $("composer-text")?.focus(); return; }
  const store = {};
  const ctx = context({
    errors: top.errors, store: (block, id, read) => { (store[block] ||= {})[id] = read; },
    press: action => act("press", { window: top.id, action, values: reader(store) }),
    options: async (action, block, typed) => (await post("options", { window: top.id, action, block, typed })).options || [],
  });
  const view = top.view, close = () => act("close", { window: top.id });
  const form = el("form", { class: "window", role: "dialog", "aria-modal": "true", "aria-labelledby": "window-title", onsubmit: event => { event.preventDefault(); act("submit", { window: top.id, values: reader(store) }); } },
    el("header", {}, el("h2", { id: "window-title" }, view.title.text), el("button", { type: "button", class: "icon", "aria-label": words.close, onclick: close }, "✕")),
    el("div", { class: "body", tabindex: "-1" }, draw(view.blocks, ctx)),
    el("footer", {}, el("button", { type: "button", class: "btn", onclick: close }, view.close?.text || words.close), view.submit ? el("button", { type: "submit", class: "btn primary" }, view.submit.text) : null));
  form.addEventListener("keydown", event => {
    if (event.key === "Escape") close();
  });
  veil(form);
  (form.querySelector(".body input, .body select, .body textarea") || form.querySelector(".body")).focus();
};
const askFirst = question => new Promise(resolve => {
  const done = answer => { veil(null); now.shownWindows = ""; resolve(answer); drawWindows(); };
  const yes = el("button", { type: "button", class: `btn ${question.style === "danger" ? "danger" : "primary"}`, onclick: () => done(true) }, question.confirm.text);
  veil(el("div", { class: "window", role: "alertdialog", "aria-modal": "true", "aria-label": question.title.text, onkeydown: event => { if (event.key === "Escape") done(false); } },
    el("header", {}, el("h2", {}, question.title.text)), el("div", { class: "body" }, question.text.text),
    el("footer", {}, el("button", { type: "button", class: "btn", onclick: () => done(false) }, question.deny.text), yes)));
  yes.focus();
});

// the home page
const drawHome = () => {
  const key = JSON.stringify(now.state.home) + now.person.id;
  if (key === now.shownHome) return;
  now.shownHome = key;
  const store = {};
  const ctx = context({ press: action => act("press", { window: `H${now.person.id}`, action, values: reader(store) }), store: (block, id, read) => { (store[block] ||= {})[id] = read; } });
  $("home-blocks").replaceChildren(now.state.home ? draw(now.state.home.blocks, ctx) : document.createTextNode(words.homeEmpty));
};

// places
const go = (place, tab = "messages") => { now.place = place; now.tab = tab; now.thread = null; now.waits = null; if (tab === "home") act("home", {}); drawAll(); if (tab === "messages") $("composer-text").focus(); };
const drawSide = () => {
  const item = (id, sign, label) => el("li", {}, el("button", { type: "button", "aria-current": now.place === id ? "page" : undefined, onclick: () => go(id, isDirect(id) ? "home" : "messages") }, el("span", { class: "sign", "aria-hidden": "true" }, sign), label));
  $("channels").replaceChildren(...settings.channels.map(c => item(c.id, "#", c.name)));
  $("apps").replaceChildren(item(now.person.direct, "↗", words.app));
  $("team-name").textContent = words.team; $("team-note").textContent = words.note; $("side-channels").textContent = words.channels; $("side-apps").textContent = words.apps;
  $("me-label").textContent = words.me; $("skip").textContent = words.skip; $("thread-name").textContent = words.thread;
  $("theme").setAttribute("aria-label", words.theme); $("theme").title = words.theme; $("theme").textContent = document.documentElement.dataset.theme === "dark" ? "☀" : "☾";
  $("thread-close").textContent = "✕"; $("thread-close").setAttribute("aria-label", words.close);
  $("person").replaceChildren(...settings.people.map(p => el("option", { value: p.id, selected: p.id === now.person.id }, `${p.name} · ${p.locale.startsWith("ko") ? "한국어" : "English"}`)));
};
const drawBar = () => {
  $("place-name").textContent = placeLabel(now.place);
  $("place-note").textContent = isDirect(now.place) ? words.directNote : words.channelNote;
  $("tabs").hidden = !isDirect(now.place);
  $("tabs").replaceChildren(...["home", "messages"].map(tab => el("button", { type: "button", role: "tab", "aria-selected": String(now.tab === tab), onclick: () => go(now.place, tab) }, words[tab])));
  $("home").hidden = now.tab !== "home"; $("conversation").hidden = now.tab === "home";
};
const drawAll = () => { document.documentElement.lang = now.person.locale.slice(0, 2); document.title = `${placeLabel(now.place)} · aitrend`; drawSide(); drawBar(); drawComposer("composer"); drawComposer("thread-composer"); drawPosts(false); drawHome(); drawWindows(); };

// writing
const send = async (where, text) => {
  const files = now.attached[where].splice(0).map(file => file.id);
  const thread = where === "thread-composer" ? now.thread : "";
  drawAttached(where); ready(where);
  if (text.startsWith("/") || text.includes("@") || isDirect(now.place) || thread) waiting(where); else drawPosts(false);
  await act("say", { channel: now.place, thread, text, files });
  setTimeout(() => { if (now.waits) waiting(false); }, 4000);
};
const drop = (where, file) => { now.attached[where] = now.attached[where].filter(other => other !== file); drawAttached(where); ready(where); $(`${where}-text`).focus(); };
const drawAttached = where => $(where).querySelector(".attached")?.replaceChildren(...now.attached[where].map(file => el("div", { class: "file" }, el("span", { "aria-hidden": "true" }, "▤"), file.name, el("button", { type: "button", class: "icon", "aria-label": words.drop(file.name), title: words.drop(file.name), onclick: () => drop(where, file) }, "✕"))));
const attach = async (where, file) => {
  if (file.size > 6_000_000) { toast(words.tooLarge); return; }
  const query = new URLSearchParams({ user: now.person.id, name: file.name });
  const response = await fetch(`/local/upload?${query}`, { method: "POST", headers: { "content-type": "application/octet-stream", "x-aitrend-page": settings.token }, body: file });
  if (!response.ok) { toast(words.tooLarge); return; }
  now.attached[where].push(await response.json());
  drawAttached(where); ready(where);
};
const ready = where => { const form = $(where); form.querySelector(".send").disabled = !form.querySelector("textarea").value.trim() && !now.attached[where].length; };
const drawComposer = where => {
  const form = $(where), before = form.querySelector("textarea")?.value || "";
  const placeholder = where === "thread-composer" ? words.threadPlaceholder : isDirect(now.place) ? words.directPlaceholder : words.placeholder(placeLabel(now.place));
  const text = el("textarea", { id: `${where}-text`, rows: "1", placeholder, "aria-label": placeholder });
  text.value = before;
  const list = el("div", { class: "suggest", hidden: true, role: "listbox" });
  let at = 0, rows = [];
  const paint = () => {
    const typed = text.value;
    rows = where === "composer" && typed.startsWith("/") && !typed.includes("\n") ? words.commands.filter(([name]) => name.startsWith(typed.trimEnd()) && name !== typed.trimEnd()) : [];
    if (typed === "/aitrend ") rows = words.commands.slice(1);
    at = Math.min(at, Math.max(0, rows.length - 1));
    list.hidden = !rows.length;
    list.replaceChildren(...rows.map(([name, note], index) => el("button", { type: "button", role: "option", "aria-selected": String(index === at && now.picking), onmousedown: event => { event.preventDefault(); choose(name); } }, name, el("small", {}, note))));
  };
  const choose = name => { text.value = `${name} `; list.hidden = true; rows = []; now.picking = false; text.focus(); ready(where); };
  text.addEventListener("input", () => { now.picking = false; paint(); ready(where); text.style.height = "auto"; text.style.height = `${text.scrollHeight}px`; });
  text.addEventListener("blur", () => { list.hidden = true; });
  text.addEventListener("keydown", event => {
    if (event.isComposing) return;
    if (rows.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) { at = now.picking ? (at + (event.key === "ArrowDown" ? 1 : -1) + rows.length) % rows.length : 0; now.picking = true; paint(); event.preventDefault(); }
    else if (rows.length && (event.key === "Tab" || (event.key === "Enter" && now.picking))) { choose(rows[at][0]); event.preventDefault(); }
    else if (event.key === "Escape") list.hidden = true;
    else if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); form.requestSubmit(); }
  });
  form.onsubmit = event => { event.preventDefault(); const said = text.value.trim(); if (!said && !now.attached[where].length) return; text.value = ""; text.style.height = "auto"; list.hidden = true; rows = []; ready(where); send(where, said); };
  const picker = el("input", { type: "file", accept: ".md,.markdown,.txt,.ics,text/*", id: `${where}-file`, onchange: event => { for (const file of event.target.files) attach(where, file); event.target.value = ""; } });
  form.replaceChildren(list, text, el("div", { class: "attached" }), el("div", { class: "tools" },
    el("label", { class: "icon clip", for: `${where}-file`, title: words.attach }, "＋"), picker, el("span", { class: "hint" }, words.hint), el("button", { type: "submit", class: "send" }, words.send)));
  drawAttached(where); ready(where);
};

// keeping up: often while an answer is awaited, seldom otherwise, not at all in a hidden tab
const refresh = async () => {
  const person = now.person.id;
  const state = await post("state", { after: now.revision });
  // An answer may have been overtaken by a later one, or by the choice of another person.
  if (!state.posts || state.revision <= now.revision || person !== now.person.id) return;
  now.revision = state.revision;
  const grew = (state.posts[now.place] || []).some(p => p.user === settings.bot && !(now.state.posts[now.place] || []).some(old => old.ts === p.ts));
  if (grew || state.windows.length) now.waits = null;
  now.state = state;
  drawPosts(true); drawHome(); drawWindows();
};
const follow = async () => {
  try { if (!document.hidden) await refresh(); } catch { toast(words.offline); }
  setTimeout(follow, now.busy > Date.now() ? 90 : 1200);
};

const setTheme = theme => { document.documentElement.dataset.theme = theme; };
setTheme(asked.get("theme") || recall("theme") || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
$("theme").addEventListener("click", () => { const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark"; setTheme(next); remember("theme", next); drawSide(); });
$("person").addEventListener("change", event => {
  const direct = isDirect(now.place);
  now.person = settings.people.find(p => p.id === event.target.value); words = wordsFor(now.person.locale); remember("person", now.person.id);
  now.revision = -1; now.state = { posts: {}, windows: [], home: null }; now.shownWindows = ""; now.shownHome = "";
  go(direct ? now.person.direct : now.place, now.tab);
  refresh();
});
$("thread-close").addEventListener("click", () => { now.thread = null; drawPosts(true); $("composer-text").focus(); });
drawAll();
follow();
$("composer-text").focus();
