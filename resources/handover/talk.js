// Sealed questions to the laptop and their sealed answers (docs/handover.md). The key never leaves this page.

import { chacha20poly1305 } from "./noble-ciphers/chacha.js";
import { poly1305 } from "./noble-ciphers/_poly1305.js";

const TEXT = new TextEncoder();
const FROM_PHONE = TEXT.encode("cxo-handover-1 phone");
const FROM_LAPTOP = TEXT.encode("cxo-handover-1 laptop");
const NONCE = 12;
const PATIENCE_MS = 60000;
const CHECKED_BYTES = 65536;

export class NoEntry extends Error {}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

// The 32 bytes behind the #, or null.
export function keyOf(fragment) {
  const text = fragment.replace(/^#/, "");
  if (!/^[A-Za-z0-9_-]{43}$/.test(text)) return null;
  const raw = atob(text.replace(/-/g, "+").replace(/_/g, "/") + "=");
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
}

export class Talk {
  constructor(key) {
    this.key = key;
    this.phone = phoneName();
  }

  // The laptop's answer. Throws NoEntry where the key does not open, TypeError where nobody answers.
  async ask(said, content = new Uint8Array(0)) {
    const header = TEXT.encode(JSON.stringify({ ...said, phone: this.phone }));
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, header.length);
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
    const sealed = chacha20poly1305(this.key, nonce, FROM_PHONE).encrypt(joined(length, header, content));
    const ending = new AbortController();
    const late = setTimeout(() => ending.abort(), PATIENCE_MS);
    let body;
    try {
      const reply = await fetch("say", {
        method: "POST",
        body: joined(nonce, sealed),
        cache: "no-store",
        credentials: "omit",
        signal: ending.signal,
      });
      if (reply.status === 403) throw new NoEntry();
      if (!reply.ok) throw new TypeError("no answer");
      body = new Uint8Array(await reply.arrayBuffer());
    } finally {
      clearTimeout(late);
    }
    return this.open(body, nonce);
  }

  open(body, question) {
    const bound = joined(FROM_LAPTOP, question);
    const clear = chacha20poly1305(this.key, body.subarray(0, NONCE), bound).decrypt(body.subarray(NONCE));
    const length = new DataView(clear.buffer, clear.byteOffset).getUint32(0);
    return JSON.parse(new TextDecoder().decode(clear.subarray(4, 4 + length)));
  }
}

// A name for this browser, so that the code stays with the phone that came first, also after the page was loaded again.
function phoneName() {
  const fresh = Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
  try {
    const kept = localStorage.getItem("phone") || fresh;
    localStorage.setItem("phone", kept);
    return kept;
  } catch {
    return fresh;
  }
}

// A name for a photo: the same file chosen twice is the same photo, so that it goes on where it stopped.
export async function photoName(file) {
  const head = new Uint8Array(await file.slice(0, CHECKED_BYTES).arrayBuffer());
  const tail = new Uint8Array(await file.slice(-CHECKED_BYTES).arrayBuffer());
  const sum = poly1305(joined(head, tail), new Uint8Array(32).fill(1));
  const mark = Array.from(sum, (b) => b.toString(16).padStart(2, "0")).join("");
  return `${file.size}.${file.lastModified}.${mark}`;
}
