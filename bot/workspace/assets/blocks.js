// Draws Slack's blocks. Text only ever becomes text nodes; nothing here parses HTML.
export const el = (tag, props = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "class") node.className = value;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return node;
};

const unescapeText = text => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
const safe = url => (/^https?:\/\//i.test(url) ? url : null);
const anchor = (url, label) => {
  const address = safe(url);
  return address ? el("a", { href: address, target: "_blank", rel: "noopener noreferrer nofollow" }, label) : document.createTextNode(label);
};

export const dateText = (stamp, format, zone, locale) => {
  const date = new Date(stamp * 1000);
  const show = options => new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }).format(date);
  const dayKey = value => new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(value);
  const near = { [dayKey(new Date())]: locale.startsWith("ko") ? "오늘" : "today", [dayKey(new Date(Date.now() + 864e5))]: locale.startsWith("ko") ? "내일" : "tomorrow", [dayKey(new Date(Date.now() - 864e5))]: locale.startsWith("ko") ? "어제" : "yesterday" };
  const pretty = (text, on) => (on && near[dayKey(date)]) || text;
  return format.replace(/\{(\w+?)(_pretty)?\}/g, (whole, name, on) => {
    switch (name) {
      case "date_num": return dayKey(date);
      case "date": return pretty(show({ year: "numeric", month: "long", day: "numeric" }), on);
      case "date_short": return pretty(show({ year: "numeric", month: "short", day: "numeric" }), on);
      case "date_long": case "date_long_full": return pretty(show({ year: "numeric", month: "long", day: "numeric", weekday: "long" }), on);
      case "day_divider": return pretty(show({ month: "long", day: "numeric", weekday: "long" }), on);
      case "time": return show({ hour: "numeric", minute: "2-digit" });
      case "time_secs": return show({ hour: "numeric", minute: "2-digit", second: "2-digit" });
      case "ago": return show({ dateStyle: "medium" });
      default: return whole;
    }
  });
};

const control = (body, label, ctx) => {
  if (body.startsWith("@")) return el("span", { class: "mention" }, "@" + (ctx.nameOf(body.slice(1)) || label || body.slice(1)));
  if (body.startsWith("#")) return el("span", { class: "mention" }, "#" + (label || ctx.channelName(body.slice(1))));
  if (body.startsWith("!date^")) {
    const [, stamp, format] = body.split("^");
    return document.createTextNode(dateText(Number(stamp), format, ctx.zone, ctx.locale));
  }
  if (body.startsWith("!")) return el("span", { class: "mention" }, "@" + (label || body.slice(1)));
  return anchor(unescapeText(body), unescapeText(label || body));
};

// Slack's mark-up, with Slack's own rule that a style mark must not touch a letter outside: beside Hangul it shows.
const STYLE = /(^|[^\p{L}\p{N}])([*_~`])(?=\S)([^\n]*?\S)\2(?![\p{L}\p{N}])/u;
const TAGS = { "*": "strong", _: "em", "~": "s", "`": "code" };
const styled = text => {
  const match = STYLE.exec(text);
  if (!match) return [document.createTextNode(unescapeText(text))];
  const before = text.slice(0, match.index) + match[1];
  const after = text.slice(match.index + match[0].length);
  const inner = match[2] === "`" ? [document.createTextNode(unescapeText(match[3]))] : styled(match[3]);
  return [document.createTextNode(unescapeText(before)), el(TAGS[match[2]], {}, inner), ...styled(after)];
};
export const mrkdwn = (text, ctx) => {
  const parts = [];
  let place = 0;
  for (const match of text.matchAll(/<([^<>|]+)(?:\|([^<>]*))?>/g)) {
    parts.push(...styled(text.slice(place, match.index)), control(match[1], match[2], ctx));
    place = match.index + match[0].length;
  }
  parts.push(...styled(text.slice(place)));
  return parts;
};
export const textOf = (object, ctx) => (!object ? [] : object.type === "mrkdwn" ? mrkdwn(object.text, ctx) : [document.createTextNode(object.text)]);

const leaf = (part, ctx) => {
  let node;
  if (part.type === "text") node = document.createTextNode(part.text);
  else if (part.type === "link") node = anchor(part.url, part.text || part.url);
  else if (part.type === "user") node = el("span", { class: "mention" }, "@" + ctx.nameOf(part.user_id));
  else if (part.type === "channel") node = el("span", { class: "mention" }, "#" + ctx.channelName(part.channel_id));
  else if (part.type === "date") node = document.createTextNode(dateText(part.timestamp, part.format, ctx.zone, ctx.locale));
  else if (part.type === "emoji") node = document.createTextNode(part.unicode ? String.fromCodePoint(...part.unicode.split("-").map(c => parseInt(c, 16))) : `:${part.name}:`);
  else node = document.createTextNode("");
  const style = part.style || {};
  for (const [name, tag] of [["code", "code"], ["strike", "s"], ["italic", "em"], ["bold", "strong"]]) if (style[name]) node = el(tag, {}, node);
  return node;
};
const rich = (block, ctx) => {
  const out = el("div", { class: "b-rich" });
  for (const part of block.elements) {
    const leaves = () => part.elements.map(inner => leaf(inner, ctx));
    if (part.type === "rich_text_section") out.append(el("p", {}, leaves()));
    else if (part.type === "rich_text_quote") out.append(el("blockquote", {}, leaves()));
    else if (part.type === "rich_text_preformatted") out.append(el("pre", { tabindex: "0" }, leaves()));
    else if (part.type === "rich_text_list") {
      const items = part.elements.map(item => el("li", {}, item.elements.map(inner => leaf(inner, ctx))));
      const start = part.style === "ordered" ? (part.offset || 0) + 1 : undefined;
      out.append(el(part.style === "ordered" ? "ol" : "ul", { class: part.indent ? `i${Math.min(part.indent, 4)}` : undefined, start }, items));
    }
  }
  return out;
};
const table = (block, ctx) => {
  const cell = value => (value.type === "rich_text" ? value.elements.flatMap(part => part.elements.map(inner => leaf(inner, ctx))) : value.text);
  const rows = block.rows.map(row => el("tr", {}, row.map(value => el("td", {}, cell(value)))));
  return el("div", { class: "table-wrap", tabindex: "0" }, el("table", { class: "b-table" }, el("tbody", {}, rows)));
};

const asAction = (element, block, more) => ({ action_id: element.action_id, block_id: block.block_id || "", type: element.type, ...more });
const button = (element, block, ctx) => {
  const node = el("button", { type: "button", class: `btn ${element.style || ""}`, "aria-label": element.accessibility_label }, element.text.text);
  node.addEventListener("click", async () => {
    if (element.url && safe(element.url)) window.open(element.url, "_blank", "noopener");
    if (element.confirm && !(await ctx.confirm(element.confirm))) return;
    node.disabled = true;
    setTimeout(() => { node.disabled = false; }, 700);
    ctx.press(asAction(element, block, { value: element.value || "", text: element.text }));
  });
  return node;
};

const optionList = (element, kind, name, store, ctx, press) => {
  const initial = element.initial_options || (element.initial_option ? [element.initial_option] : []);
  const picked = new Map(initial.map(option => [option.value, option]));
  const read = () => (kind === "radio" ? { selected_option: [...picked.values()][0] || null } : { selected_options: [...picked.values()] });
  store(() => ({ type: element.type, ...read() }));
  return el("div", {}, element.options.map(option => el("label", { class: "choice" },
    el("input", { type: kind, name, checked: picked.has(option.value), onchange: event => {
      if (kind === "radio") picked.clear();
      if (event.target.checked) picked.set(option.value, option); else picked.delete(option.value);
      press(read());
    } }), el("span", {}, textOf(option.text, ctx), option.description ? el("small", {}, el("br"), textOf(option.description, ctx)) : null))));
};
const selectBox = (element, options, store, ctx, press, many) => {
  const initial = new Set((element.initial_options || (element.initial_option ? [element.initial_option] : [])).map(option => option.value));
  const node = el("select", { class: "select", multiple: many, size: many ? Math.min(7, options.length) : undefined, "aria-label": element.placeholder?.text },
    !many && !initial.size ? el("option", { value: "" }, element.placeholder?.text || ctx.words.choose) : null,
    options.map(option => el("option", { value: option.value, selected: initial.has(option.value) }, option.text.text)));
  const read = () => {
    const found = [...node.selectedOptions].map(row => options.find(option => option.value === row.value)).filter(Boolean);
    return many ? { selected_options: found } : { selected_option: found[0] || null };
  };
  store(() => ({ type: element.type, ...read() }));
  node.addEventListener("change", () => press(read()));
  return node;
};
const combo = (element, block, store, ctx, press) => {
  let value = element.initial_option || null;
  let rows = [], at = -1, timer = 0, asked = 0;
  const list = el("ul", { role: "listbox", hidden: true });
  const input = el("input", { class: "field", role: "combobox", "aria-expanded": "false", autocomplete: "off", placeholder: element.placeholder?.text || ctx.words.typeMore, value: value ? value.text.text : undefined });
  const paint = () => {
    list.replaceChildren(...(rows.length ? rows.map((option, index) => el("li", { role: "option", "aria-selected": index === at ? "true" : "false", onmousedown: event => { event.preventDefault(); pick(option); } }, option.text.text, option.description ? el("small", {}, option.description.text) : null)) : [el("li", {}, ctx.words.nothing)]));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };
  const hide = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); };
  const pick = option => { value = option; input.value = option.text.text; hide(); press({ selected_option: option }); };
  const load = async () => {
    const number = ++asked;
    const answer = await ctx.options(element.action_id, block.block_id || "", input.value);
    if (number !== asked) return;
    rows = answer; at = -1; paint();
  };
  input.addEventListener("input", () => { value = null; clearTimeout(timer); timer = setTimeout(load, 120); });
  input.addEventListener("focus", load);
  input.addEventListener("blur", hide);
  input.addEventListener("keydown", event => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { at = (at + (event.key === "ArrowDown" ? 1 : -1) + rows.length) % Math.max(1, rows.length); paint(); event.preventDefault(); }
    else if (event.key === "Enter" && at >= 0) { pick(rows[at]); event.preventDefault(); }
    else if (event.key === "Escape" && !list.hidden) { hide(); event.stopPropagation(); }
  });
  store(() => ({ type: element.type, selected_option: value }));
  return el("div", { class: "combo" }, input, list);
};
const field = (element, store, ctx, press) => {
  const kinds = { datepicker: ["date", "initial_date", "selected_date"], timepicker: ["time", "initial_time", "selected_time"] };
  if (kinds[element.type]) {
    const [type, initial, result] = kinds[element.type];
    const node = el("input", { class: "field", type, value: element[initial], onchange: () => press({ [result]: node.value || null }) });
    store(() => ({ type: element.type, [result]: node.value || null }));
    return node;
  }
  const node = el(element.multiline ? "textarea" : "input", { class: "field", maxlength: element.max_length, placeholder: element.placeholder?.text });
  node.value = element.initial_value || "";
  store(() => ({ type: element.type, value: node.value || null }));
  return node;
};
const control2 = (element, block, ctx) => {
  const store = read => ctx.store(block.block_id || element.action_id, element.action_id, read);
  const live = block.type === "actions" || block.type === "section" || block.dispatch_action;
  const press = more => { if (live) ctx.press(asAction(element, block, more)); };
  switch (element.type) {
    case "button": return button(element, block, ctx);
    case "static_select": return selectBox(element, element.options, store, ctx, press, false);
    case "multi_static_select": return selectBox(element, element.options, store, ctx, press, true);
    case "radio_buttons": return optionList(element, "radio", element.action_id, store, ctx, press);
    case "checkboxes": return optionList(element, "checkbox", element.action_id, store, ctx, press);
    case "overflow": return selectBox({ ...element, placeholder: { text: "⋯" } }, element.options, () => {}, ctx, press, false);
    case "external_select": return combo(element, block, store, ctx, press);
    case "conversations_select": {
      const options = ctx.conversations().map(place => ({ value: place.id, text: { text: place.label } }));
      let value = element.initial_conversation || (element.default_to_current_conversation ? ctx.channel() : "");
      const node = el("select", { class: "select" }, value ? null : el("option", { value: "" }, ctx.words.choose), options.map(option => el("option", { value: option.value, selected: option.value === value }, option.text.text)));
      node.addEventListener("change", () => { value = node.value; press({ selected_conversation: value }); });
      store(() => ({ type: element.type, selected_conversation: value || null }));
      return node;
    }
    default: return field(element, store, ctx, press);
  }
};
const inputBlock = (block, ctx) => {
  const error = ctx.errors?.[block.block_id];
  return el("div", { class: error ? "input bad" : "input", role: "group", "aria-label": block.label.text },
    el("div", { class: "label" }, block.label.text, " ", block.optional ? el("small", {}, ctx.words.optional) : null),
    control2(block.element, block, ctx), block.hint ? el("div", { class: "hint" }, block.hint.text) : null,
    error ? el("div", { class: "error", role: "alert" }, error) : null);
};
export const draw = (blocks, ctx) => el("div", { class: "blocks" }, blocks.map(block => {
  switch (block.type) {
    case "header": return el("h3", { class: "b-header" }, block.text.text);
    case "divider": return el("hr");
    case "section": return el("div", { class: "b-section" }, el("div", { class: "grow" }, textOf(block.text, ctx), block.fields ? el("div", { class: "b-fields" }, block.fields.map(value => el("div", {}, textOf(value, ctx)))) : null), block.accessory ? control2(block.accessory, block, ctx) : null);
    case "context": return el("div", { class: "b-context" }, block.elements.map(value => el("span", {}, textOf(value, ctx))));
    case "actions": return el("div", { class: "b-actions" }, block.elements.map(element => control2(element, block, ctx)));
    case "rich_text": return rich(block, ctx);
    case "table": return table(block, ctx);
    case "input": return inputBlock(block, ctx);
    case "image": {
      const source = block.picture || safe(block.image_url || "");
      return el("figure", {}, source ? el("img", { src: source, alt: block.alt_text }) : block.alt_text);
    }
    default: return null;
  }
}));
