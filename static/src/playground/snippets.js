// The same message as curl, Python and JavaScript, each of which works when pasted.

// Other text than this one's own quotes cannot end a shell's single-quoted string.
export const shellQuoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

// JSON's strings are also Python's and JavaScript's; U+2028 and U+2029 break lines in some editors.
const literal = (value) => JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");

export function snippets({ origin, base, message, session }) {
  const url = `${origin}${base}/chat/stream`;
  const body = session ? { message, session_id: session } : { message };
  return { curl: curl(url, body), python: python(url, body), javascript: javascript(url, body) };
}

function curl(url, body) {
  return `curl -sN ${shellQuoted(url)} \\
  -H 'Content-Type: application/json' \\
  --data-raw ${shellQuoted(literal(body))}`;
}

function python(url, body) {
  return `import json

import httpx

body = ${literal(body)}
with httpx.stream("POST", ${literal(url)}, json=body, timeout=60) as response:
    response.raise_for_status()
    for line in response.iter_lines():
        if not line.startswith("data: "):
            continue
        event = json.loads(line[6:])
        if event["type"] == "token":
            print(event["token"], end="", flush=True)
        elif event["type"] in ("done", "cancelled", "error"):
            print()
            print(event["cost_summary"])
`;
}

function javascript(url, body) {
  return `(async () => {
  const response = await fetch(${literal(url)}, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(${literal(body)}),
  });
  if (!response.ok) throw new Error(await response.text());
  let rest = "";
  let text = "";
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split("\\n");
    rest = lines.pop();
    for (const line of lines.filter((line) => line.startsWith("data: "))) {
      const event = JSON.parse(line.slice(6));
      if (event.type === "token") text += event.token;
      if (["done", "cancelled", "error"].includes(event.type)) console.log(text, event.cost_summary);
    }
  }
})();
`;
}
