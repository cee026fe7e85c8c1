import { createHash } from "node:crypto";
import { zippedApp } from "./apps.ts";
import { bytesOf, type Folder } from "./folder.ts";

/** Base64 of 64 bytes, in the form of an Ed25519 signature; it signs nothing. */
export function edSignature(of: string): string {
  return createHash("sha512").update(of).digest("base64");
}

/** What `generate_appcast` leaves: archives of two versions, a delta between them, and older ones put away. */
export function sparkleFolder(): Folder {
  const delta = "App9000-8000.delta";
  return {
    "App 46.8.zip": zippedApp("46.8", "8000"),
    "App 46.9.zip": zippedApp("46.9", "9000"),
    [delta]: bytesOf(delta),
    "old_updates/App 46.1.zip": bytesOf("old"),
    "appcast.xml": Buffer.from(appcast([item("46.9", "9000", [delta]), item("46.8", "8000", [])])),
  };
}

export function appcast(items: readonly string[]): string {
  return `<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<rss xmlns:sparkle="http://www.andymatuschak.org/xml-namespaces/sparkle" version="2.0">
    <channel><title>App</title>${items.join("")}</channel>
</rss>`;
}

function item(short: string, version: string, deltas: readonly string[]): string {
  const name = `App%20${short}.zip`;
  const listed = deltas.map(
    (delta) => `<enclosure url="https://example.org/${delta}" sparkle:deltaFrom="8000" length="400"
      type="application/octet-stream" sparkle:edSignature="${edSignature(delta)}"/>`,
  );
  return `<item><title>${short}</title><pubDate>Sun, 01 Mar 2026 12:00:00 +0000</pubDate>
    <sparkle:version>${version}</sparkle:version>
    <sparkle:shortVersionString>${short}</sparkle:shortVersionString>
    <sparkle:minimumSystemVersion>12.0</sparkle:minimumSystemVersion>
    <enclosure url="https://example.org/${name}" length="${zippedApp(short, version).length}" type="application/octet-stream"
      sparkle:edSignature="${edSignature(short)}"/>
    <sparkle:deltas>${listed.join("")}</sparkle:deltas></item>`;
}
