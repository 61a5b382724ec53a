// Server-sent events out of bytes, as they arrive in pieces: each frame's id and data; comments only prove life.

export class SseFrames {
  constructor() {
    this.decoder = new TextDecoder();
    this.rest = "";
    this.id = undefined;
    this.data = [];
  }

  // The frames that these bytes complete, as {id, data}; a frame that only names an id has data "".
  push(bytes) {
    const frames = [];
    const lines = (this.rest + this.decoder.decode(bytes, { stream: true })).split("\n");
    this.rest = lines.pop();
    for (const line of lines) {
      const frame = this.read(line.endsWith("\r") ? line.slice(0, -1) : line);
      if (frame) frames.push(frame);
    }
    return frames;
  }

  read(line) {
    if (line === "") return this.flush();
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + (line[colon + 1] === " " ? 2 : 1));
    if (field === "id") this.id = value;
    if (field === "data") this.data.push(value);
    return null;
  }

  flush() {
    const frame = this.id === undefined && !this.data.length ? null : { id: this.id, data: this.data.join("\n") };
    this.id = undefined;
    this.data = [];
    return frame;
  }
}

// "{run_id}:{seq}", as frames are numbered.
export function placeOf(id) {
  const colon = id.lastIndexOf(":");
  return { runId: id.slice(0, colon), seq: Number(id.slice(colon + 1)) };
}
