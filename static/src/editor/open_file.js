// A manifest from disk: by the button, or dropped anywhere on the page.

const LARGEST = 1024 * 1024;

export class UnreadableFileError extends Error {}

export async function readManifest(file) {
  if (file.size > LARGEST) throw new UnreadableFileError(`"${file.name}" is larger than 1 MiB.`);
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UnreadableFileError(`"${file.name}" is not text in UTF-8.`);
  }
}

export function startOpenFile({ input, target }, onFile) {
  input.addEventListener("change", () => {
    const [file] = input.files;
    if (file) onFile(file);
    input.value = ""; // So that the same file can be opened again.
  });
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  let depth = 0; // Every element under the pointer sends its own enter and leave.
  const show = (change) => {
    depth = Math.max(0, depth + change);
    target.hidden = depth === 0;
  };
  window.addEventListener("dragenter", (event) => hasFiles(event) && show(1));
  window.addEventListener("dragleave", (event) => hasFiles(event) && show(-1));
  window.addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault(), { capture: true });
  const drop = (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    show(-depth);
    if (event.dataTransfer.files[0]) onFile(event.dataTransfer.files[0]);
  };
  window.addEventListener("drop", drop, { capture: true });
}
