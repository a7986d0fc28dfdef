// The photos one after another, in the order they came, each piece by piece until the laptop says it is kept.

import { NoEntry, photoName } from "./talk.js";

const LOOK_MS = 500;
const LONGEST_REST_MS = 8000;
const SETTLED = new Set(["kept", "known", "refused"]);

const rest = (ms) => new Promise((done) => setTimeout(done, ms));

export class Sending {
  // `show(photo)` after every change of one, `tell(state)` for the line: ready, unreachable, no_entry, taken.
  constructor(talk, show, tell) {
    this.talk = talk;
    this.show = show;
    this.tell = tell;
    this.photos = [];
    this.piece = 262144;
    this.isSending = false;
    this.isLooking = false;
    this.isOver = false;
  }

  async hello() {
    const said = await this.patient(() => this.talk.ask({ say: "hello", clock: Date.now(), zone: -new Date().getTimezoneOffset() }));
    if (said) {
      this.piece = said.piece;
      this.tell("ready");
    }
    return Boolean(said);
  }

  add(files) {
    for (const file of files) {
      const photo = { file, chosen: Date.now(), state: "queued", have: 0, id: "", why: "" };
      this.photos.push(photo);
      this.show(photo);
    }
    this.go();
  }

  retry(photos) {
    for (const photo of photos) {
      if (photo.state === "refused") this.change(photo, { state: "queued", have: 0, why: "" });
    }
    this.go();
  }

  async go() {
    if (this.isSending || this.isOver) return;
    this.isSending = true;
    try {
      for (let photo; !this.isOver && (photo = this.photos.find((each) => each.state === "queued")); ) await this.send(photo);
    } finally {
      this.isSending = false;
    }
  }

  async send(photo) {
    try {
      photo.id = photo.id || (await photoName(photo.file));
    } catch {
      this.change(photo, { state: "refused", why: "photo-unreadable" });
      return;
    }
    this.change(photo, { state: "coming" });
    while (photo.state === "coming" || photo.state === "held") {
      let content;
      try {
        content = new Uint8Array(await photo.file.slice(photo.have, photo.have + this.piece).arrayBuffer());
      } catch {
        this.change(photo, { state: "refused", why: "photo-unreadable" });
        return;
      }
      const name = photo.file.name.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, "").slice(0, 200) || "photo";
      const said = await this.patient(() =>
        this.talk.ask({ say: "piece", photo: photo.id, name, bytes: photo.file.size, at: photo.have, chosen: photo.chosen }, content),
      );
      if (!said) return;
      if (said.wait) {
        this.change(photo, { state: "held" });
        await rest(said.wait);
      } else {
        this.change(photo, { state: said.state, have: said.have, why: said.why || "" });
      }
    }
    this.look();
  }

  // Asks what became of those that arrived, until each is settled.
  async look() {
    if (this.isLooking) return;
    this.isLooking = true;
    for (let open; !this.isOver && (open = this.photos.filter((each) => each.state === "waiting")).length; ) {
      await rest(LOOK_MS);
      const said = await this.patient(() => this.talk.ask({ say: "ask", photos: open.slice(0, 100).map((each) => each.id) }));
      for (const photo of said ? open : []) {
        const told = said.photos[photo.id];
        if (told && SETTLED.has(told.state)) this.change(photo, { state: told.state, why: told.why || "" });
      }
    }
    this.isLooking = false;
  }

  // Goes on asking while nobody answers; null once the code is of no use any more.
  async patient(ask) {
    for (let pause = 500; !this.isOver; pause = Math.min(pause * 2, LONGEST_REST_MS)) {
      try {
        const said = await ask();
        if (said.problem) return this.end(said.problem);
        if (pause > 500) this.tell("ready");
        return said;
      } catch (error) {
        if (error instanceof NoEntry) return this.end("no_entry");
        this.tell("unreachable");
        await Promise.race([rest(pause), new Promise((done) => addEventListener("online", done, { once: true }))]);
      }
    }
    return null;
  }

  end(why) {
    this.isOver = true;
    this.tell(why);
    return null;
  }

  change(photo, news) {
    Object.assign(photo, news);
    this.show(photo);
  }
}
