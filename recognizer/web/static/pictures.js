/** Pictures that come to the page: chosen, dropped or pasted. */

/**
 * @param {HTMLInputElement} chooser
 * @param {HTMLElement} target shows that pictures may be dropped
 * @param {(files: File[]) => void} opened none for what is no file
 */
export function listenForPictures(chooser, target, opened) {
  chooser.addEventListener("change", () => {
    const files = [...chooser.files];
    chooser.value = ""; // the same file may be chosen again
    if (files.length) opened(files);
  });
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length) opened(files);
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
    opened([...event.dataTransfer.files]);
  });
}

/** Return an image that shows `file` as soon as it can; `loaded` says when that is, or never. */
export function imageOf(file) {
  const image = new Image();
  image.src = URL.createObjectURL(file);
  const loaded = image.decode().catch(() => {}); // what it cannot show, the server may still read
  return { image, loaded, close: () => closeImage(image) };
}

function closeImage(image) {
  if (image.src) URL.revokeObjectURL(image.src);
  image.removeAttribute("src");
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
    this.blob = null; // what is shown of it
    this.size = null;
  }

  /**
   * Show `blob`, which is `file` or was made of it; resolves when its size is known, or that the
   * browser cannot show it.
   */
  async open(file, blob = file) {
    this.close();
    Object.assign(this, { file, blob });
    this.name.textContent = file.name || "Pasted picture";
    this.image.src = URL.createObjectURL(blob);
    await this.image.decode().catch(() => {});
    if (this.file !== file || !this.image.naturalWidth) return;
    this.size = { width: this.image.naturalWidth, height: this.image.naturalHeight };
    this.image.hidden = false;
  }

  close() {
    closeImage(this.image);
    this.file = this.blob = this.size = null;
    this.image.hidden = true;
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
