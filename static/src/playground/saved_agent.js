// The agent that the text belongs to, if it was saved yet, and whether the text has changed since.

export class RevisionConflict extends Error {
  constructor(newest) {
    super(`Revision ${newest} was saved elsewhere meanwhile.`);
    this.newest = newest;
  }
}

export class SavedAgent extends EventTarget {
  // `create(body)` makes an agent, `save(name, body)` a revision of it. `read()` → {text, document}.
  constructor({ agent, text, document }, { create, save, read }) {
    super();
    Object.assign(this, { create, save, read });
    this.name = agent?.name ?? null;
    this.title = agent?.title ?? null;
    this.revision = agent?.revision ?? null;
    this.saved = agent ? { text, document: document ?? 0 } : null;
  }

  get isDirty() {
    if (!this.saved) return true;
    const now = this.read();
    return now.text !== this.saved.text || (now.document ?? this.saved.document) !== this.saved.document;
  }

  // One save at a time: whoever asks meanwhile gets the same answer.
  keep(expected = this.revision) {
    this.saving ??= this.write(expected).finally(() => (this.saving = null));
    return this.saving;
  }

  async write(expected) {
    const now = this.read();
    const body = { text: now.text, document: now.document ?? 0 };
    try {
      const answer = this.name ? await this.save(this.name, { ...body, expected }) : await this.create(body);
      const isNew = !this.name;
      Object.assign(this, { name: answer.name ?? this.name, title: answer.title ?? this.title, revision: answer.revision });
      this.saved = { text: body.text, document: body.document };
      this.dispatchEvent(new CustomEvent("saved", { detail: { isNew } }));
      return isNew;
    } catch (error) {
      if (error.code === "revision_conflict") throw new RevisionConflict(error.details.newest);
      throw error;
    }
  }

  // The text is that of a revision that was loaded from the server.
  adopt({ revision, text, document }) {
    this.revision = revision;
    this.saved = { text, document: document ?? 0 };
    this.dispatchEvent(new CustomEvent("saved", { detail: { isNew: false } }));
  }
}
