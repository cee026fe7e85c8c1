import type { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { type AskedBytes, type ByteRange, byteCount, toAskedBytes } from "../../catalog/byte-range.ts";
import { mediaTypeOf } from "../../catalog/media-type.ts";
import type { PublishedFile } from "../../catalog/published-file.ts";
import { refuse } from "../../result.ts";
import type { BuildFile } from "../../store/files/build-files.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { sendRefusal } from "../problem.ts";
import { formatContentRange, toMultipartRanges } from "./multipart-ranges.ts";
import { isKnown, isOtherWanted, mayAskForRanges, type Validators, validatorsOf } from "./preconditions.ts";
import type { BuildFilesContext } from "./receive-build.ts";

/**
 * Answers with a file: from here, or with the address at which the store gives it. The protocol of S3 has no requests for
 * several ranges, so those are read through this server. A HEAD is answered here, too: Electron takes a file for an MSIX
 * package only if the address at which its HEAD ends has that ending, and those of the store have none.
 */
export async function sendFile(
  { buildFiles }: BuildFilesContext,
  file: PublishedFile,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const validators = validatorsOf(file.sha256, file.addedAt);
  if (isKnown(request.headers, validators)) return describe(reply, file, validators).status(304).send();
  const range = mayAskForRanges(request, validators) ? request.headers.range : undefined;
  const asked = toAskedBytes(range, file.size);
  const isOneStretch = asked.kind !== "partial" || !range?.includes(",");
  if (request.method !== "HEAD" && isOneStretch) {
    const link = await buildFiles.linkTo(file.sha256, file.fileName);
    if (link !== null) return reply.header("cache-control", "no-store").redirect(link, 302);
  }
  if (isOtherWanted(request.headers, validators)) return sendRefusal(reply, OTHER_WANTED);
  if (asked.kind === "unsatisfiable") return sendUnsatisfiable(reply, file.size);
  const opened = await buildFiles.open(file.sha256);
  if (!opened.ok) return sendRefusal(reply, opened.error);
  if (!opened.value) return sendRefusal(reply, notFound("build").error);
  return sendBytes(
    describe(reply, file, validators),
    request.method,
    file,
    bodyOf(opened.value, asked, mediaTypeOf(file.fileName)),
  );
}

const OTHER_WANTED = refuse(
  "changed_meanwhile",
  "If-Match or If-Unmodified-Since names another file than is here; leave it out and download the whole file.",
);

/** For how long the block map of a build may be kept under the build's address, where a newer one may come. */
const BLOCK_MAP_SECONDS = 300;

/**
 * Sets the headers by which a client keeps a file. One under its own digest never changes, so a client that has it never
 * needs to ask again.
 */
function describe(reply: FastifyReply, { isImmutable }: PublishedFile, validators: Validators): FastifyReply {
  const kept = isImmutable ? "max-age=31536000, immutable" : `max-age=${BLOCK_MAP_SECONDS}`;
  return reply.headers({
    etag: validators.etag,
    "last-modified": validators.lastModified,
    "cache-control": `public, ${kept}`,
  });
}

function sendUnsatisfiable(reply: FastifyReply, size: number): FastifyReply {
  reply.header("content-range", `bytes */${size}`);
  const message = `The range begins after the end of the file; ask for bytes from 0 to ${size - 1}.`;
  return sendRefusal(reply, refuse("range_not_satisfiable", message));
}

function sendBytes(
  reply: FastifyReply,
  method: string,
  { fileName }: PublishedFile,
  { status, headers, read }: Body,
): FastifyReply {
  reply.status(status).headers({
    "accept-ranges": "bytes",
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    ...headers,
  });
  return method === "HEAD" ? reply.send() : reply.send(read());
}

/** The body of an answer, with its status and the headers that tell what it is. */
interface Body {
  readonly status: 200 | 206;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly read: () => Readable;
}

function bodyOf(
  file: BuildFile,
  asked: Exclude<AskedBytes, { kind: "unsatisfiable" }>,
  mediaType: string,
): Body {
  if (asked.kind === "full") return wholeOf(file, mediaType);
  const [range, ...more] = asked.ranges;
  if (more.length === 0) return rangeOf(file, range, mediaType);
  const { contentType, length, read } = toMultipartRanges(file, asked.ranges, mediaType);
  return { status: 206, headers: { "content-type": contentType, "content-length": length }, read };
}

function wholeOf(file: BuildFile, mediaType: string): Body {
  const headers = { "content-type": mediaType, "content-length": file.size };
  return { status: 200, headers, read: () => file.read() };
}

function rangeOf(file: BuildFile, range: ByteRange, mediaType: string): Body {
  const headers = {
    "content-type": mediaType,
    "content-length": byteCount([range]),
    "content-range": formatContentRange(range, file.size),
  };
  return { status: 206, headers, read: () => file.read(range) };
}
