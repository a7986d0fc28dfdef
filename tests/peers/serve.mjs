// @tus/server over a folder: node serve.mjs FOLDER [PORT]. Prints {"port"} once it listens. Its files lie at /files/<id>.
import { FileStore } from "@tus/file-store";
import { Server } from "@tus/server";

const [folder, port = "0"] = process.argv.slice(2);
const server = new Server({
  path: "/api/v1/uploads",
  relativeLocation: true,
  datastore: new FileStore({ directory: folder }),
});
const listening = server.listen({ host: "127.0.0.1", port: Number(port) }, () => {
  process.stdout.write(JSON.stringify({ port: listening.address().port }) + "\n");
});
