// Bundles the pages' JavaScript and CSS into static/dist.
import { rmSync } from "node:fs";
import { build } from "esbuild";

rmSync("static/dist", { recursive: true, force: true });
await build({
  entryPoints: [
    "static/src/theme_boot.js",
    "static/src/pages/editor.js",
    "static/src/pages/plain.js",
    "static/css/studio.css",
  ],
  outdir: "static/dist",
  entryNames: "[name]",
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022"],
  logLevel: "warning",
});
