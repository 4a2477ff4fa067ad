/** Pictures that come to the page: chosen, dropped or pasted. */

/**
 * @param {HTMLInputElement} chooser
 * @param {HTMLElement} target shows that pictures may be dropped
 * @param {(files: File[]) => void} opened called with the files; with none if something else was dropped
 */
export function listenForPictures(chooser, target, opened) {
  chooser.addEventListener("change", () => {
    const files = [...chooser.files];
    chooser.value = ""; // so that the same file can be chosen again
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

/** Return an image of `file`, and `loaded`, a promise that ends when it is loaded or has failed. */
export function imageOf(file) {
  const image = new Image();
  image.src = URL.createObjectURL(file);
  const loaded = image.decode().catch(() => {}); // the server may read what the browser cannot show
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
   * @param {HTMLElement} name shows the name of the file
   */
  constructor(image, name) {
    this.image = image;
    this.name = name;
    this.file = null;
    this.blob = null; // what the image shows
    this.size = null;
  }

  /**
   * Show `blob`, which is `file` or was made from it. Resolves when its size is known, or when the
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

  /** Place the picture on the stage. @param {import("./placing.js").Placing} placing */
  lay({ zoom, left, top }) {
    this.image.style.translate = `${left}px ${top}px`;
    this.image.style.width = `${zoom * this.size.width}px`;
    this.image.style.height = `${zoom * this.size.height}px`;
    this.image.classList.toggle("pixels", zoom > 2);
  }
}
