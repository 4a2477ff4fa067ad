/** What is sent of a picture: its file, or a redrawn one where the server would not take that. */

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
const FORM_BYTES = 2 ** 18; // what lies around the picture: the form, and lessons
const REDRAWN_PIXELS = 12e6; // a page is legible; the canvas of a phone holds some 16 million
const LOSSLESS_PIXELS = 1e6; // up to which it costs little

/**
 * Return the file if the server reads it, else the picture redrawn.
 *
 * @param {File} file
 * @param {HTMLImageElement} image shows it, if the browser can
 * @param {{bytes: number, pixels: number}} most that the server takes
 * @returns {Promise<Blob>}
 */
export async function sendable(file, image, most) {
  const isKnown = await hasKnownStart(file);
  const isSmall = file.size <= most.bytes - FORM_BYTES;
  if (isKnown && isSmall && pixelsOf(image) <= most.pixels) return file;
  if (pixelsOf(image)) return redrawn(image);
  if (!isSmall) throw new NoAnswer(`the picture is larger than ${megabytes(most)} MiB: scale it down`, false);
  if (isKnown) return file; // what the browser cannot show, the server may still read
  throw new NoAnswer("this is not a picture that can be read here: save it as PNG or JPEG", false);
}

/**
 * Return a picture as it is seen: upright, opaque and not too large.
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
  canvas.width = canvas.height = 0; // gives its memory back at once
  if (!made) throw tooLarge();
  return made;
}

export const pixelsOf = (image) => image.naturalWidth * image.naturalHeight;

const tooLarge = () => new NoAnswer("the picture is too large for this browser: scale it down", false);

const megabytes = ({ bytes }) => Math.floor(bytes / 2 ** 20);

/** Tell whether the server knows how `file` begins; fails with words if there is none. */
async function hasKnownStart(file) {
  if (file.size === 0) throw new NoAnswer("the file is empty", false);
  try {
    const bytes = new Uint8Array(await file.slice(0, 8).arrayBuffer());
    return STARTS.some((start) => start.every((byte, i) => bytes[i] === byte));
  } catch {
    throw new NoAnswer("the file cannot be read: it is a folder, or has been moved", false);
  }
}
