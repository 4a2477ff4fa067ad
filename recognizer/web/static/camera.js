/** The camera: a dialog shows what it sees, and one key or a tap takes that as a picture. */

const WANTED = { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } };
const OPENING = "The camera opens …";
const READY = "V, Enter or a tap takes the picture; Esc closes";
const NO_CAMERA = "There is no camera, or another program uses it";
const REFUSED = "The browser does not let this page use the camera";
const NOT_SECURE = "A browser lends its camera only to pages that come by HTTPS or from the same machine";

let camera = null;

/** Open the camera; what it takes is read on `page`. @param {import("./page.js").Page} page */
export function openCamera(page) {
  camera ??= new Camera(dialogOf(), (files) => page.open(files));
  camera.open();
}

class Camera {
  /**
   * @param {HTMLDialogElement} dialog
   * @param {(files: File[]) => void} taken called with the picture
   */
  constructor(dialog, taken) {
    Object.assign(this, { dialog, taken, stream: null });
    const find = (selector) => dialog.querySelector(selector);
    this.video = find("video");
    this.says = find(".says");
    this.button = find(".take");
    this.chooser = find("input");
    this.photo = find(".photo");
    this.video.addEventListener("loadeddata", () => this.awaitFrame());
    for (const each of [this.video, this.button]) each.addEventListener("click", () => this.take());
    this.photo.addEventListener("click", () => this.chooser.click());
    this.chooser.addEventListener("change", () => this.choose());
    find(".close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("keydown", (event) => this.press(event));
    dialog.addEventListener("close", () => this.stop());
  }

  /** Show what the camera sees; without one, say why. */
  async open() {
    if (this.dialog.open) return;
    this.show(OPENING);
    this.dialog.showModal();
    if (!navigator.mediaDevices) {
      this.fail(NOT_SECURE);
      return;
    }
    const asked = (this.asked = {});
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ video: WANTED });
      if (this.asked === asked) this.watch(stream);
      else switchOff(stream); // the dialog was closed meanwhile
    } catch (error) {
      if (this.asked === asked) this.fail(error.name === "NotAllowedError" ? REFUSED : NO_CAMERA);
    }
  }

  watch(stream) {
    this.stream = stream;
    this.video.srcObject = stream;
    for (const track of stream.getTracks()) track.addEventListener("ended", () => this.fail(NO_CAMERA));
  }

  /** Be ready when the second picture is seen: taken earlier, Chromium's is black. */
  awaitFrame() {
    this.video.hidden = false;
    const ready = () => this.stream && this.show(READY);
    const next = (then) => this.video.requestVideoFrameCallback(then);
    if (this.video.requestVideoFrameCallback) next(() => next(ready));
    else ready(); // in older browsers
  }

  /** Take what is seen now, and switch the camera off. */
  take() {
    const { videoWidth: width, videoHeight: height } = this.video;
    if (!this.isReady) return; // there is nothing to take yet
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    canvas.getContext("2d", { alpha: false }).drawImage(this.video, 0, 0);
    this.dialog.close();
    canvas.toBlob((blob) => this.taken([new File([blob], "Camera.jpg", { type: blob.type })]), "image/jpeg", 0.92);
  }

  /** Take the photo that the camera program of a phone took. */
  choose() {
    const files = [...this.chooser.files];
    this.chooser.value = ""; // so that the same file can be chosen again
    this.dialog.close();
    if (files.length) this.taken(files);
  }

  press(event) {
    const isEnter = event.key === "Enter";
    if (event.ctrlKey || event.metaKey || (!isEnter && event.key.toLowerCase() !== "v")) return;
    if (isEnter && !event.repeat && event.target.matches("button")) return; // it is pressed
    event.preventDefault(); // else V would open the camera again
    if (!event.repeat) this.take(); // a key that is held since the camera opened takes nothing
  }

  fail(text) {
    this.stop();
    this.show(text);
    // Other machines would only open the same files as the button for pictures does.
    this.photo.hidden = !matchMedia("(any-pointer: coarse)").matches;
  }

  stop() {
    this.asked = null;
    if (this.stream) switchOff(this.stream);
    this.stream = this.video.srcObject = null;
  }

  get isReady() {
    return !this.button.hidden;
  }

  show(text) {
    this.says.textContent = text;
    this.button.hidden = this.video.hidden = text !== READY;
    this.photo.hidden = true;
    if (this.isReady) this.button.focus();
  }
}

function switchOff(stream) {
  for (const track of stream.getTracks()) track.stop();
}

/** Add to the page what only the camera needs, and return its dialog. */
function dialogOf() {
  const href = new URL("./camera.css", import.meta.url).href;
  document.head.append(made("link", { rel: "stylesheet", href }));
  const dialog = made("dialog", { id: "camera", ariaLabel: "Camera" });
  const top = made("div", { className: "top" });
  const close = made("button", { className: "close", type: "button", ariaLabel: "Close" });
  close.append(document.querySelector("#close-help .icon").cloneNode(true));
  top.append(made("h2", { textContent: "Camera" }), close);
  const chooser = made("input", { type: "file", accept: "image/*", hidden: true });
  chooser.setAttribute("capture", "environment");
  const says = made("p", { className: "says" });
  says.setAttribute("role", "status");
  dialog.append(
    top,
    made("video", { autoplay: true, muted: true, playsInline: true, hidden: true }),
    says,
    made("button", { className: "take", type: "button", textContent: "Take the picture" }),
    made("button", { className: "photo", type: "button", textContent: "Take a photo" }),
    chooser,
  );
  document.body.append(dialog);
  return dialog;
}

const made = (tag, what) => Object.assign(document.createElement(tag), what);
