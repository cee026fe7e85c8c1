import type { Build } from "../../src/catalog/build.ts";
import { accepted, send } from "../api/caller.ts";
import { type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";

/** The file of a build, and what is said of it. */
export interface PublishedBuild
  extends Pick<Build, "platform" | "format" | "fileName">,
    Partial<Pick<Build, "arch" | "updaters">> {
  readonly bytes: Uint8Array;
  /** The block map beside it; by default none. */
  readonly blockMap?: Uint8Array | undefined;
}

/** Uploads a build of a release, and its block map. */
export async function publish(server: TestServer, releaseId: string, given: PublishedBuild): Promise<void> {
  const { platform, arch = "x64", format, fileName, updaters, bytes, blockMap } = given;
  const said = { platform, arch, format, fileName, ...(updaters && { updaters: JSON.stringify(updaters) }) };
  const build = await upload(server, `/v1/releases/${releaseId}/builds`, said, bytes);
  if (!blockMap) return;
  const map = { kind: "blockmap", fileName: `${fileName}.blockmap` };
  await upload(server, `/v1/builds/${build.id}/companions`, map, blockMap);
}

async function upload(
  server: TestServer,
  to: string,
  query: Readonly<Record<string, string>>,
  bytes: Uint8Array,
) {
  const headers = { "content-type": "application/octet-stream" };
  const call = {
    method: "POST",
    path: `${to}?${new URLSearchParams(query)}`,
    raw: new Uint8Array(bytes),
    headers,
  };
  return accepted(await send(server, VENDOR_TOKEN, call));
}
