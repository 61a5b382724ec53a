// Which language a generated file is highlighted in, by its name.
import { json } from "@codemirror/lang-json";
import { markdown } from "@codemirror/lang-markdown";
import { python } from "@codemirror/lang-python";
import { yaml } from "@codemirror/lang-yaml";
import { StreamLanguage } from "@codemirror/language";
import { dockerFile } from "@codemirror/legacy-modes/mode/dockerfile";
import { properties } from "@codemirror/legacy-modes/mode/properties";
import { shell } from "@codemirror/legacy-modes/mode/shell";
import { toml } from "@codemirror/legacy-modes/mode/toml";

const stream = (mode) => () => StreamLanguage.define(mode);

const BY_ENDING = {
  py: python,
  yaml,
  yml: yaml,
  json,
  md: markdown,
  toml: stream(toml),
  sh: stream(shell),
  example: stream(properties),
  txt: stream(properties),
  lock: stream(properties),
  ini: stream(properties),
  dockerfile: stream(dockerFile),
};

export function languageOf(path) {
  const ending = path.split("/").pop().split(".").pop().toLowerCase();
  return BY_ENDING[ending]?.() ?? [];
}
