// Uploads a file with tus-js-client: node upload.mjs '{"endpoint", "file", "token", "sha256", "chunk", "stopAt", "url"}'.
// With stopAt it breaks off once so many bytes are there; with url it goes on with that upload. Prints {"url", "sent", "done"}.
import { createReadStream, statSync } from "node:fs";
import { Upload } from "tus-js-client";

const asked = JSON.parse(process.argv[2]);
let sent = 0;

const say = (done) => {
  process.stdout.write(JSON.stringify({ url: upload.url, sent, done }) + "\n");
};

const upload = new Upload(createReadStream(asked.file), {
  endpoint: asked.endpoint,
  uploadUrl: asked.url ?? null,
  uploadSize: statSync(asked.file).size,
  chunkSize: asked.chunk,
  retryDelays: [0, 100, 300],
  headers: { Authorization: `Bearer ${asked.token}` },
  metadata: { sha256: asked.sha256, filename: "bundle.cxo" },
  uploadDataDuringCreation: asked.duringCreation ?? false,
  onChunkComplete: (size, accepted) => {
    sent = accepted;
    if (asked.stopAt && accepted >= asked.stopAt) {
      upload.abort().then(() => {
        say(false);
        process.exit(0);
      });
    }
  },
  onSuccess: () => say(true),
  onError: (error) => {
    process.stderr.write(`${error}\n`);
    process.exit(1);
  },
});
upload.start();
