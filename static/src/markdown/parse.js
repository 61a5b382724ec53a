// Markdown as tokens. HTML stays text, and only web and mail addresses become links.
import MarkdownIt from "markdown-it";

const SAFE = /^(https?:\/\/|mailto:)/i;

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: false });
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });

export const parseMarkdown = (text) => markdown.parse(text, {});

export const isSafeAddress = (address) => SAFE.test(address ?? "");

// Where the last block at the top level begins, as an offset in the text: what stands before it will not change.
export function lastBlockStart(text, tokens) {
  let line = 0;
  for (const token of tokens) if (token.level === 0 && token.nesting >= 0 && token.map) line = token.map[0];
  let at = 0;
  for (; line > 0; line -= 1) at = text.indexOf("\n", at) + 1;
  return at;
}
