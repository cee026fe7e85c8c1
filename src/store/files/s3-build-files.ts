import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { err, ok } from "../../result.ts";
import type { BuildFile, BuildFiles, ReceiveResult } from "./build-files.ts";
import { type MeasureResult, measureBytes, type ReceiveLimits } from "./measured-bytes.ts";
import { makeS3Client } from "./s3-client.ts";
import { isMissing, notUsable, refuseIfOfStore } from "./s3-faults.ts";
import type { S3Location } from "./s3-place.ts";
import { sweepS3 } from "./s3-sweep.ts";

/** 16 MiB at a time, two at once: what an upload holds in memory. 10,000 parts are more than the largest build. */
const PART_BYTES = 16 * 1024 ** 2;
const PARTS_AT_ONCE = 2;
const LINK_SECONDS = 15 * 60;
const CHECK_MS = 5_000;

/** Where things are in the bucket. */
interface Shelf {
  readonly client: S3Client;
  readonly Bucket: string;
  readonly prefix: string;
}

/** The files of builds in a bucket: `<prefix>builds/<first 2 hex>/<sha256>`. */
export function s3BuildFiles(place: S3Location): BuildFiles {
  const { bucket: Bucket, prefix, downloads } = place;
  const shelf = { client: makeS3Client(place, place.endpoint), Bucket, prefix };
  const links = { ...shelf, client: makeS3Client(place, place.publicEndpoint ?? place.endpoint) };
  return {
    kind: "s3",
    receive: (stream, limits) => receive(shelf, stream, limits),
    open: (sha256) => open(shelf, sha256),
    linkTo: async (sha256, fileName, method) =>
      downloads === "redirect" ? linkTo(links, sha256, fileName, method) : null,
    // Other servers, and other places' uploads under way, share the bucket.
    sweepUnfinished: (olderThanMs) => sweepS3(shelf, unfinishedPrefix(shelf), olderThanMs),
    check: () => check(shelf, place),
  };
}

/** The name is known only when all bytes are: they are sent under another one, and copied within the store. */
async function receive(shelf: Shelf, stream: Readable, limits: ReceiveLimits): Promise<ReceiveResult> {
  const unfinished = { Bucket: shelf.Bucket, Key: `${unfinishedPrefix(shelf)}${randomUUID()}` };
  let measured: MeasureResult | null = null;
  const tell = (result: MeasureResult) => {
    measured = result;
  };
  try {
    const Body = Readable.from(bodyOf(measureBytes(stream, limits), tell));
    const sizes = { partSize: PART_BYTES, queueSize: PARTS_AT_ONCE };
    await new Upload({ client: shelf.client, params: { ...unfinished, Body }, ...sizes }).done();
    const received = measured as MeasureResult | null;
    if (received?.ok) await copyIntoPlace(shelf, unfinished.Key, received.value.sha256);
    return received ?? err(notUsable("the upload ended too early"));
  } catch (error) {
    const refused = measured as MeasureResult | null;
    if (refused && !refused.ok) return refused;
    return refuseIfOfStore(error);
  } finally {
    await shelf.client.send(new DeleteObjectCommand(unfinished)).catch(() => undefined);
  }
}

/** The measured bytes; what is refused at their end must not be stored, so it ends the upload by an error. */
async function* bodyOf(bytes: ReturnType<typeof measureBytes>, tell: (result: MeasureResult) => void) {
  const result = yield* bytes;
  tell(result);
  if (!result.ok) throw new Error(result.error.message);
}

async function copyIntoPlace({ client, Bucket, prefix }: Shelf, from: string, sha256: string): Promise<void> {
  const CopySource = encodeURI(`${Bucket}/${from}`);
  await client.send(new CopyObjectCommand({ Bucket, Key: buildKey(prefix, sha256), CopySource }));
}

async function open({ client, Bucket, prefix }: Shelf, sha256: string): ReturnType<BuildFiles["open"]> {
  if (!/^[0-9a-f]{64}$/.test(sha256)) return ok(null);
  const named = { Bucket, Key: buildKey(prefix, sha256) };
  try {
    const { ContentLength: size = 0 } = await client.send(new HeadObjectCommand(named));
    const read: BuildFile["read"] = (range) => Readable.from(readBytes(client, named, range), BYTES);
    return ok({ size, read });
  } catch (error) {
    return isMissing(error) ? ok(null) : refuseIfOfStore(error);
  }
}

const BYTES = { objectMode: false };

type ObjectName = { readonly Bucket: string; readonly Key: string };

async function* readBytes(client: S3Client, named: ObjectName, range: Parameters<BuildFile["read"]>[0]) {
  const Range = range && `bytes=${range.start}-${range.end}`;
  const { Body } = await client.send(new GetObjectCommand({ ...named, ...(Range && { Range }) }));
  yield* Body as Readable;
}

function linkTo(
  { client, Bucket, prefix }: Shelf,
  sha256: string,
  fileName: string,
  method: "GET" | "HEAD",
): Promise<string> {
  const named = {
    Bucket,
    Key: buildKey(prefix, sha256),
    ResponseContentDisposition: `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    ResponseContentType: "application/octet-stream",
    ResponseCacheControl: "private, max-age=31536000, immutable",
  };
  const command = method === "GET" ? new GetObjectCommand(named) : new HeadObjectCommand(named);
  return getSignedUrl(client, command as GetObjectCommand, { expiresIn: LINK_SECONDS });
}

async function check({ client, Bucket }: Shelf, place: S3Location): ReturnType<BuildFiles["check"]> {
  try {
    await client.send(new HeadBucketCommand({ Bucket }), { abortSignal: AbortSignal.timeout(CHECK_MS) });
    return ok(true);
  } catch (error) {
    return refuseIfOfStore(error, place);
  }
}

function unfinishedPrefix({ prefix }: Shelf): string {
  return `${prefix}builds/unfinished/`;
}

function buildKey(prefix: string, sha256: string): string {
  return `${prefix}builds/${sha256.slice(0, 2)}/${sha256}`;
}
