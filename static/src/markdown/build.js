// Elements from Markdown's tokens. Every text becomes a text node, so nothing a chat model says can become markup.
import { element } from "../parts/dom.js";
import { isSafeAddress } from "./parse.js";
import { paintCode } from "./code.js";

const PLAIN = {
  paragraph_open: "p",
  bullet_list_open: "ul",
  list_item_open: "li",
  blockquote_open: "blockquote",
  table_open: "table",
  thead_open: "thead",
  tbody_open: "tbody",
  tr_open: "tr",
  strong_open: "strong",
  em_open: "em",
  s_open: "s",
};

// `painted` also highlights code, which is not worth it while the block still grows.
export function buildBlocks(tokens, { painted = true } = {}) {
  const root = document.createDocumentFragment();
  const open = [root];
  const put = (node) => open.at(-1).append(node);
  for (const token of tokens.flatMap((token) => (token.type === "inline" ? token.children : [token]))) {
    if (token.nesting === -1) open.pop();
    else if (token.nesting === 1) open.push(entered(token, put));
    else put(leaf(token, painted));
  }
  return root;
}

// What holds other tokens. A paragraph in a tight list is hidden: its text belongs to the list's item.
function entered(token, put) {
  if (token.hidden) {
    const group = element("span");
    put(group);
    return group;
  }
  const made = container(token);
  const scrolls = made.tagName === "TABLE";
  put(scrolls ? element("div", { class: "prose-scroll", tabindex: "0", role: "region", "aria-label": "Table" }, made) : made);
  return made;
}

function container(token) {
  if (token.type === "heading_open") return element(`h${Math.min(6, Number(token.tag[1]) + 2)}`);
  if (token.type === "ordered_list_open") return element("ol", { start: token.attrGet("start") });
  if (token.type === "th_open") return element("th", { scope: "col", "data-align": alignment(token) });
  if (token.type === "td_open") return element("td", { "data-align": alignment(token) });
  if (token.type === "link_open") return link(token.attrGet("href"));
  return element(PLAIN[token.type] ?? "span");
}

const alignment = (token) => /text-align:(right|center)/.exec(token.attrGet("style") ?? "")?.[1];

function link(address) {
  if (!isSafeAddress(address)) return element("span");
  return element("a", { href: address, rel: "noopener noreferrer", target: "_blank" });
}

function leaf(token, painted) {
  switch (token.type) {
    case "fence":
    case "code_block":
      return codeBlock(token.content.replace(/\n$/, ""), token.info.trim().split(/\s+/)[0], painted);
    case "code_inline":
      return element("code", {}, token.content);
    case "softbreak":
      return document.createTextNode("\n");
    case "hardbreak":
      return element("br");
    case "hr":
      return element("hr");
    case "image":
      return image(token);
    default:
      return document.createTextNode(token.content);
  }
}

// An image would tell its server that the answer was read: it is named, and loaded by whoever follows the link.
function image(token) {
  const made = link(token.attrGet("src"));
  made.append(`image: ${token.content || token.attrGet("src")}`);
  return made;
}

function codeBlock(text, language, painted) {
  const code = element("code", {}, text);
  if (painted) paintCode(code, text, language);
  return element("pre", { tabindex: "0", role: "region", "aria-label": language ? `Code, ${language}` : "Code" }, code);
}
