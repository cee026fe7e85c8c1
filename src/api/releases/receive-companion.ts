import { Readable } from "node:stream";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { z } from "zod";
import { MOST_BLOCK_MAP_BYTES, MOST_BLOCK_MAP_JSON_BYTES, misfitOfBlocks } from "../../catalog/block-map.ts";
import { type Build, MAX_BUILD_BYTES } from "../../catalog/build.ts";
import type { Companion } from "../../catalog/updaters.ts";
import type { CompanionQuery } from "../../contract/updaters.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import { ABORTED, type BuildDigest } from "../../store/files/measured-bytes.ts";
import { edClaim, inspectionOf, wrongSignature } from "../signatures/file-inspection.ts";
import type { BuildFilesContext } from "./receive-build.ts";

type Described = z.output<typeof CompanionQuery>;

/** Receives the bytes of a companion file, and describes it by what the sender says and by what the bytes are. */
export async function receiveCompanion(
  context: BuildFilesContext,
  build: Build,
  described: Described,
  bytes: Readable,
): Promise<Result<Companion, Refusal>> {
  const { kind, fileName, from = null, edSignature = null } = described;
  const received =
    kind === "blockmap"
      ? await receiveBlockMap(context, build, described, bytes)
      : await receive(context, described, bytes);
  if (!received.ok) return received;
  const { size, sha256, sha512, proofs } = received.value;
  return ok({ kind, fileName, size, sha256, sha512, sha1: proofs.sha1 ?? "", from, edSignature });
}

/** A block map is read before it is kept, so it is taken into memory, which its bound allows. */
async function receiveBlockMap(
  context: BuildFilesContext,
  build: Build,
  described: Described,
  bytes: Readable,
): Promise<Result<BuildDigest, Refusal>> {
  const read = await readAll(bytes, MOST_BLOCK_MAP_BYTES);
  if (!read.ok) return read;
  const wrong = await misfitOfBlockMap(read.value, build.size);
  if (wrong !== null) return err(refuse("companion_does_not_fit", `${described.fileName}: ${wrong}`));
  return receive(context, described, Readable.from([read.value]));
}

function receive(
  { buildFiles, fleet }: BuildFilesContext,
  { sha256, edSignature, fileName }: Described,
  bytes: Readable,
): Promise<Result<BuildDigest, Refusal>> {
  const keys = fleet.product.updaters.sparkle?.publicKeys;
  const { checks } = edClaim(keys, edSignature, "edSignature");
  return buildFiles.receive(bytes, {
    maxBytes: MAX_BUILD_BYTES,
    inspection: inspectionOf(checks, () => wrongSignature(checks, fileName)),
    ...(sha256 !== undefined && { expectedSha256: sha256 }),
  });
}

async function readAll(bytes: Readable, mostBytes: number): Promise<Result<Buffer, Refusal>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of bytes.iterator({ destroyOnReturn: false })) {
      size += chunk.length;
      if (size > mostBytes)
        return err(
          refuse(
            "build_too_large",
            `A block map has at most ${mostBytes} bytes; send the one that electron-builder made for this file.`,
          ),
        );
      chunks.push(chunk);
    }
  } catch {
    return err(ABORTED);
  }
  return ok(Buffer.concat(chunks));
}

const unzip = promisify(gunzip);

async function misfitOfBlockMap(bytes: Buffer, size: number): Promise<string | null> {
  try {
    const text = await unzip(bytes, { maxOutputLength: MOST_BLOCK_MAP_JSON_BYTES });
    return misfitOfBlocks(JSON.parse(text.toString("utf8")), size);
  } catch {
    return "it is not the gzipped JSON of a block map, as electron-builder writes it beside the file";
  }
}
