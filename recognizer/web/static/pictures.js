/** Pictures that come to the page: chosen, dropped or pasted. */

/**
 * @param {HTMLInputElement} chooser
 * @param {HTMLElement} target shows that a picture may be dropped
 * @param {(file: File | null, count?: number) => void} opened the first of so many; null for what
 *   is no file
 */
export function listenForPictures(chooser, target, opened) {
  chooser.addEventListener("change", () => {
    if (chooser.files[0]) opened(chooser.files[0]);
    chooser.value = ""; // the same file may be chosen again
  });
  document.addEventListener("paste", (event) => {
    const files = event.clipboardData?.files ?? [];
    if (files.length) opened(files[0], files.length);
  });
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    target.classList.add("receives");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) target.classList.remove("receives");
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    target.classList.remove("receives");
    const { files } = event.dataTransfer;
    opened(files[0] ?? null, files.length);
  });
}

/** Return why the server would not take `file`, in one line; "" if it may. */
export function refusal(file, maxBytes) {
  if (!file) return "That is no picture file: save the picture first, and drop the file";
  if (file.size === 0) return "The file is empty";
  const most = Math.floor(maxBytes / 2 ** 20);
  return file.size > maxBytes ? `The picture is larger than ${most} MiB: scale it down` : "";
}

/** A picture on the stage, before and while it is read. */
export class Preview {
  /**
   * @param {HTMLImageElement} image
   * @param {HTMLElement} name says which file it is
   */
  constructor(image, name) {
    this.image = image;
    this.name = name;
    this.file = null;
    this.size = null;
  }

  /** Show `file`; resolves when its size is known, or that the browser cannot show it. */
  async open(file) {
    this.close();
    this.file = file;
    this.name.textContent = file.name || "Pasted picture";
    this.image.src = URL.createObjectURL(file);
    await this.image.decode().catch(() => {}); // what it cannot show, the server may still read
    if (this.file !== file || !this.image.naturalWidth) return;
    this.size = { width: this.image.naturalWidth, height: this.image.naturalHeight };
    this.image.hidden = false;
  }

  close() {
    if (this.file) URL.revokeObjectURL(this.image.src);
    this.file = this.size = null;
    this.image.hidden = true;
    this.image.removeAttribute("src");
    this.name.textContent = "";
  }

  /** Lay the picture on the stage. @param {import("./placing.js").Placing} placing */
  lay({ zoom, left, top }) {
    this.image.style.translate = `${left}px ${top}px`;
    this.image.style.width = `${zoom * this.size.width}px`;
    this.image.style.height = `${zoom * this.size.height}px`;
    this.image.classList.toggle("pixels", zoom > 2);
  }
}
