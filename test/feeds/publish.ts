import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { perform } from "../../src/api/change.ts";
import { type Build, NO_EXTRAS } from "../../src/catalog/build.ts";
import type { Companion } from "../../src/catalog/updaters.ts";
import { VENDOR } from "../support/records.ts";
import type { TestServer } from "../support/running-server.ts";

/** The file of a build, and what is said of it. */
export interface PublishedBuild
  extends Pick<Build, "platform" | "format" | "fileName">,
    Partial<Pick<Build, "arch" | "updaters" | "appVersion">> {
  readonly bytes: Uint8Array;
  /** The block map beside it; by default none. */
  readonly blockMap?: Uint8Array | undefined;
}

/** Publishes a build of a release, with its block map, as a server keeps them that received both. */
export async function publish(server: TestServer, releaseId: string, given: PublishedBuild): Promise<Build> {
  const { bytes, blockMap, ...said } = given;
  const companions = blockMap ? [await receiveBlockMap(server, `${said.fileName}.blockmap`, blockMap)] : [];
  const build = {
    arch: "x64",
    url: null,
    ...NO_EXTRAS,
    ...said,
    ...(await receive(server, bytes)),
    companions,
  } as const;
  const command = { kind: "add_build", id: randomUUID(), releaseId, build } as const;
  const added = await perform(server.context, VENDOR, command);
  if (!added.ok) throw new Error(added.error.message);
  return added.value.build;
}

async function receiveBlockMap(server: TestServer, fileName: string, bytes: Uint8Array): Promise<Companion> {
  const { proofs, ...digests } = await receive(server, bytes);
  return { kind: "blockmap", fileName, ...digests, sha1: proofs.sha1 ?? "", from: null, edSignature: null };
}

async function receive({ context: { buildFiles } }: TestServer, bytes: Uint8Array) {
  const received = await buildFiles.receive(Readable.from([bytes]), { maxBytes: bytes.length });
  if (!received.ok) throw new Error(received.error.message);
  return received.value;
}
