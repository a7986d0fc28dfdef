// The page: two ways to give photos, and a line for each that says where it is.

import { Sending } from "./sending.js";
import { Talk, keyOf } from "./talk.js";
import { languageNow, otherLanguage, word } from "./words.js";

const by = (id) => document.getElementById(id);
const lines = new Map();
let state = "connecting";
let sending = null;

function showState() {
  by("state").textContent = word(state);
  by("state").dataset.state = state;
  by("state").dataset.tone = state === "ready" ? "good" : state === "connecting" ? "wait" : "bad";
}

function tell(now) {
  state = now;
  showState();
  by("ways").hidden = now !== "ready" && now !== "unreachable";
}

function said(photo) {
  if (photo.state === "coming") return word("coming", { percent: Math.floor((100 * photo.have) / Math.max(photo.file.size, 1)) });
  if (photo.state === "refused") return word("refused", { why: word(photo.why) });
  return word(photo.state);
}

function line(photo) {
  const item = document.createElement("li");
  const picture = document.createElement("img");
  picture.alt = "";
  picture.loading = "lazy";
  picture.decoding = "async";
  picture.src = URL.createObjectURL(photo.file);
  picture.onload = picture.onerror = () => URL.revokeObjectURL(picture.src);
  const words = document.createElement("div");
  const name = document.createElement("div");
  name.className = "name";
  name.textContent = photo.file.name;
  const told = document.createElement("div");
  told.className = "said";
  const bar = document.createElement("progress");
  words.append(name, told, bar);
  const retry = document.createElement("button");
  retry.type = "button";
  retry.addEventListener("click", () => sending.retry([photo]));
  item.append(picture, words, retry);
  by("photos").prepend(item);
  const made = { item, told, bar, retry };
  lines.set(photo, made);
  return made;
}

function show(photo) {
  const { item, told, bar, retry } = lines.get(photo) || line(photo);
  item.dataset.state = photo.state;
  told.textContent = said(photo);
  bar.max = photo.file.size || 1;
  bar.value = photo.have;
  bar.hidden = photo.state !== "coming" && photo.state !== "held";
  retry.hidden = photo.state !== "refused";
  retry.textContent = word("retry");
  showCount();
}

function showCount() {
  const all = sending.photos;
  const kept = all.filter((photo) => photo.state === "kept" || photo.state === "known").length;
  by("count").textContent = all.length ? word("count", { kept, all: all.length }) : "";
  by("again").hidden = all.filter((photo) => photo.state === "refused").length < 2;
}

function translate() {
  document.documentElement.lang = languageNow() === "zh" ? "zh-CN" : "en";
  document.title = word("title");
  for (const each of document.querySelectorAll("[data-word]")) each.textContent = word(each.dataset.word);
  by("language").textContent = languageNow() === "zh" ? "English" : "中文";
  by("language").lang = languageNow() === "zh" ? "en" : "zh-CN";
  showState();
  if (sending) sending.photos.forEach(show);
}

by("language").addEventListener("click", () => {
  otherLanguage();
  translate();
});
for (const way of ["shoot", "pick"]) {
  by(way).addEventListener("change", (event) => {
    sending.add([...event.target.files]);
    event.target.value = "";
  });
}
by("again").addEventListener("click", () => sending.retry(sending.photos));
addEventListener("beforeunload", (event) => {
  if (sending && sending.photos.some((photo) => ["queued", "coming", "held", "waiting"].includes(photo.state))) event.preventDefault();
});
addEventListener("hashchange", () => location.reload());

translate();
const key = keyOf(location.hash);
if (key) {
  sending = new Sending(new Talk(key), show, tell);
  sending.hello().then((isIn) => isIn && sending.go());
} else {
  tell("no_key");
}
