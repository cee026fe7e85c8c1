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
import { mediaTypeOf } from "../../catalog/media-type.ts";
import { err, ok } from "../../result.ts";
import type { BuildFile, BuildFiles, ReceiveResult } from "./build-files.ts";
import { type MeasureResult, measureBytes, type ReceiveLimits } from "./measured-bytes.ts";
import { makeS3Client } from "./s3-client.ts";
import { isMissing, notUsable, refuseIfOfStore } from "./s3-faults.ts";
import type { S3Location } from "./s3-location.ts";
import { sweepS3 } from "./s3-sweep.ts";

/** 16 MiB at a time, two at once: the memory of an upload. 10,000 parts are more than the largest build. */
const PART_BYTES = 16 * 1024 ** 2;
const PARTS_AT_ONCE = 2;
const LINK_SECONDS = 15 * 60;
const CHECK_MS = 5_000;

/** The bucket, its client, and the prefix of its names. */
interface BuildBucket {
  readonly client: S3Client;
  readonly Bucket: string;
  readonly prefix: string;
}

/** The files of builds in a bucket: `<prefix>builds/<first 2 hex>/<sha256>`. */
export function s3BuildFiles(location: S3Location): BuildFiles {
  const { bucket: Bucket, prefix, downloads } = location;
  const bucket = { client: makeS3Client(location, location.endpoint), Bucket, prefix };
  const links = { ...bucket, client: makeS3Client(location, location.publicEndpoint ?? location.endpoint) };
  return {
    kind: "s3",
    receive: (stream, limits) => receive(bucket, stream, limits),
    open: (sha256) => open(bucket, sha256),
    linkTo: async (sha256, fileName) => (downloads === "redirect" ? linkTo(links, sha256, fileName) : null),
    // Other servers, and uploads in progress elsewhere, share the bucket.
    sweepUnfinished: (olderThanMs) => sweepS3(bucket, unfinishedPrefix(bucket), olderThanMs),
    check: () => check(bucket, location),
  };
}

/** The name is known only after the last byte: they are sent under another one, and copied within the store. */
async function receive(bucket: BuildBucket, stream: Readable, limits: ReceiveLimits): Promise<ReceiveResult> {
  const unfinished = { Bucket: bucket.Bucket, Key: `${unfinishedPrefix(bucket)}${randomUUID()}` };
  let measured: MeasureResult | null = null;
  const onMeasured = (result: MeasureResult) => {
    measured = result;
  };
  try {
    const Body = Readable.from(bodyOf(measureBytes(stream, limits), onMeasured));
    const sizes = { partSize: PART_BYTES, queueSize: PARTS_AT_ONCE };
    await new Upload({ client: bucket.client, params: { ...unfinished, Body }, ...sizes }).done();
    const received = measured as MeasureResult | null;
    if (received?.ok) await copyIntoPlace(bucket, unfinished.Key, received.value.sha256);
    return received ?? err(notUsable("the upload ended too early"));
  } catch (error) {
    const refused = measured as MeasureResult | null;
    if (refused && !refused.ok) return refused;
    return refuseIfOfStore(error);
  } finally {
    await bucket.client.send(new DeleteObjectCommand(unfinished)).catch(() => undefined);
  }
}

/** The measured bytes. If they are refused at their end they must not be stored, so an error ends the upload. */
async function* bodyOf(bytes: ReturnType<typeof measureBytes>, onMeasured: (result: MeasureResult) => void) {
  const result = yield* bytes;
  onMeasured(result);
  if (!result.ok) throw new Error(result.error.message);
}

async function copyIntoPlace(
  { client, Bucket, prefix }: BuildBucket,
  from: string,
  sha256: string,
): Promise<void> {
  const CopySource = encodeURI(`${Bucket}/${from}`);
  await client.send(new CopyObjectCommand({ Bucket, Key: buildKey(prefix, sha256), CopySource }));
}

async function open({ client, Bucket, prefix }: BuildBucket, sha256: string): ReturnType<BuildFiles["open"]> {
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

function linkTo({ client, Bucket, prefix }: BuildBucket, sha256: string, fileName: string): Promise<string> {
  const named = {
    Bucket,
    Key: buildKey(prefix, sha256),
    ResponseContentDisposition: `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    ResponseContentType: mediaTypeOf(fileName),
    ResponseCacheControl: "private, max-age=31536000, immutable",
  };
  return getSignedUrl(client, new GetObjectCommand(named), { expiresIn: LINK_SECONDS });
}

async function check({ client, Bucket }: BuildBucket, location: S3Location): ReturnType<BuildFiles["check"]> {
  try {
    await client.send(new HeadBucketCommand({ Bucket }), { abortSignal: AbortSignal.timeout(CHECK_MS) });
    return ok(true);
  } catch (error) {
    return refuseIfOfStore(error, location);
  }
}

function unfinishedPrefix({ prefix }: BuildBucket): string {
  return `${prefix}builds/unfinished/`;
}

function buildKey(prefix: string, sha256: string): string {
  return `${prefix}builds/${sha256.slice(0, 2)}/${sha256}`;
}
