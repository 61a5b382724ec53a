// Downloads the zip. The button is never dead: pressed while there are errors, it says which.
import { toast } from "../parts/toast.js";
import { sizeInWords } from "../parts/words.js";

export class DownloadButton {
  constructor(button, reason, fetchZip) {
    Object.assign(this, { button, reason, fetchZip });
    button.addEventListener("click", () => this.press());
  }

  allow(refusal) {
    this.refusal = refusal;
    this.button.setAttribute("aria-disabled", String(Boolean(refusal)));
    this.reason.textContent = refusal;
    this.reason.hidden = !refusal;
  }

  async press() {
    if (this.refusal) {
      toast(this.refusal, { state: "bad" });
      return;
    }
    if (this.button.getAttribute("aria-busy") === "true") return;
    this.button.setAttribute("aria-busy", "true");
    try {
      const { blob, name } = await this.fetchZip();
      saveAs(blob, name);
      toast(`${name}, ${sizeInWords(blob.size)}. Its README.md says how to run it.`);
    } catch (error) {
      toast(error.message, { state: "bad" });
    } finally {
      this.button.removeAttribute("aria-busy");
    }
  }
}

export function saveAs(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
