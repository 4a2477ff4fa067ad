/** What is sent for a picture: its file, or a redrawn picture if the server would refuse the file. */

import { NoAnswer } from "./asking.js";

const STARTS = [
  [0x89, 0x50, 0x4e, 0x47], // PNG
  [0xff, 0xd8, 0xff], // JPEG
  [0x47, 0x49, 0x46, 0x38], // GIF
  [0x42, 0x4d], // BMP
  [0x49, 0x49, 0x2a, 0x00], // TIFF
  [0x4d, 0x4d, 0x00, 0x2a],
  [0x52, 0x49, 0x46, 0x46], // WebP
];
const FORM_BYTES = 2 ** 18; // for the rest of the request: the form, and the lessons
const REDRAWN_PIXELS = 12e6; // enough to read a page; the canvas of a phone holds about 16 million
const LOSSLESS_PIXELS = 1e6; // up to this size a lossless picture costs little

/**
 * Return the file if the server reads it, else the picture redrawn.
 *
 * @param {File} file
 * @param {HTMLImageElement} image shows the picture, if the browser can
 * @param {{bytes: number, pixels: number}} most that the server takes
 * @returns {Promise<Blob>}
 */
export async function sendable(file, image, most) {
  const isKnown = await hasKnownStart(file);
  const isSmall = file.size <= most.bytes - FORM_BYTES;
  if (isKnown && isSmall && pixelsOf(image) <= most.pixels) return file;
  if (pixelsOf(image)) return redrawn(image);
  if (!isSmall) throw new NoAnswer(`the picture is larger than ${megabytes(most)} MiB: scale it down`, false);
  if (isKnown) return file; // the server may read what the browser cannot show
  throw new NoAnswer("this is not a picture that can be read here: save it as PNG or JPEG", false);
}

/**
 * Redraw a picture as the user sees it: upright, opaque and not too large.
 *
 * @param {HTMLImageElement} image
 * @returns {Promise<Blob>}
 */
export async function redrawn(image) {
  const scale = Math.min(1, Math.sqrt(REDRAWN_PIXELS / pixelsOf(image)));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
  const context = canvas.getContext("2d", { alpha: false });
  if (!context) throw tooLarge();
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const kind = canvas.width * canvas.height <= LOSSLESS_PIXELS ? "image/png" : "image/jpeg";
  const made = await new Promise((done) => canvas.toBlob(done, kind, 0.92));
  canvas.width = canvas.height = 0; // frees its memory at once
  if (!made) throw tooLarge();
  return made;
}

export const pixelsOf = (image) => image.naturalWidth * image.naturalHeight;

const tooLarge = () => new NoAnswer("the picture is too large for this browser: scale it down", false);

const megabytes = ({ bytes }) => Math.floor(bytes / 2 ** 20);

/** Tell whether the server knows the format of `file`. Throws if it is empty or cannot be read. */
async function hasKnownStart(file) {
  if (file.size === 0) throw new NoAnswer("the file is empty", false);
  try {
    const bytes = new Uint8Array(await file.slice(0, 8).arrayBuffer());
    return STARTS.some((start) => start.every((byte, i) => bytes[i] === byte));
  } catch {
    throw new NoAnswer("the file cannot be read: it is a folder, or has been moved", false);
  }
}
