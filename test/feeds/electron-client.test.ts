import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { ELECTRON_CLIENT, electronClientWith } from "./clients/electron-client.ts";
import type { InstalledApp } from "./clients/updater-client.ts";
import { aBuild, type FeedServer, startFeedServer } from "./feed-server.ts";

const BYTES = Buffer.from("the newer app ".repeat(100));
const PLACES = [
  { platform: "win", file: "latest.yml", name: "App.exe", more: "" },
  { platform: "mac", file: "latest-mac.yml", name: "App.zip", more: "" },
  { platform: "linux", file: "latest-linux.yml", name: "App.AppImage", more: "&format=appimage" },
] as const;

const INSTALLATION = "1c5a5d2e-7b4c-5c6f-9a3b-6e5d4c3b2a19";

let server: FeedServer;
beforeEach(async () => {
  server = await startFeedServer();
});
afterEach(() => server.close());

describe.each(PLACES)(
  "the client with the real electron-updater on $platform",
  ({ platform, file, name, more: asked }) => {
    const app: InstalledApp = { platform, arch: "x64", version: "45.4.1", installation: INSTALLATION };
    const ask = (client = ELECTRON_CLIENT) => client.ask({ server: server.url, organization: "org" }, app);
    const serve = (version: string, bytes: Uint8Array = BYTES, more: object = {}) => {
      const { sha512, size } = aBuild(BYTES, {});
      const feed = { version, files: [{ url: name, sha512, size }], path: name, sha512, ...more };
      server.answers.set(`/feeds/electron/org/${file}`, stringify(feed));
      server.answers.set(`/feeds/electron/org/${name}`, bytes);
    };

    test("updates to a newer version, and says what it asked with", async () => {
      serve("45.5.0-32411");
      expect(await ask()).toEqual({ kind: "update", version: "45.5.0-32411", bytes: BYTES });
      expect(server.requests[0]).toEqual({
        target: `/feeds/electron/org/${file}?version=45.4.1&arch=x64${asked}`,
        stagingId: INSTALLATION,
      });
    });

    test("stays on the same version, on an older one, and where nobody is let in", async () => {
      for (const [version, more] of [["45.4.1"], ["45.4.0"], ["45.5.0", { stagingPercentage: 0 }]] as const) {
        serve(version, BYTES, more);
        expect(await ask()).toEqual({ kind: "stay" });
      }
    });

    test("goes back to an older version in an app that allows it, or sets a channel, unless nobody is let in", async () => {
      const clients = [
        electronClientWith({ allowDowngrade: true }),
        electronClientWith({ channel: "latest" }),
      ];
      for (const client of clients) {
        serve("45.4.0");
        expect(await ask(client)).toMatchObject({ kind: "update", version: "45.4.0" });
        serve("45.4.0", BYTES, { stagingPercentage: 0 });
        expect(await ask(client)).toEqual({ kind: "stay" });
      }
    });

    test("tells its app of an error: other bytes, no file, no feed, no version that it can read", async () => {
      const error = { kind: "error", message: expect.any(String) };
      serve("45.5.0", Buffer.from("other bytes"));
      expect(await ask()).toMatchObject({
        kind: "error",
        message: expect.stringContaining("checksum mismatch"),
      });
      serve("45.5.0.32411");
      expect(await ask()).toEqual(error);
      serve("45.5.0");
      server.answers.delete(`/feeds/electron/org/${name}`);
      expect(await ask()).toEqual(error);
      server.answers.clear();
      expect(await ask()).toEqual(error);
    });
  },
);
