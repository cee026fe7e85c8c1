import { createReadStream } from "node:fs";
import { join } from "node:path";
import {
  DetailedError,
  FileUrlStorage,
  type PreviousUpload,
  Upload,
  type UploadOptions,
} from "tus-js-client";
import { type CallRefusal, notUnderstood, readProblem, unreachable } from "../client/refusal.ts";
import type { Shape } from "../client/shape.ts";
import { descriptionOf } from "../intake/description.ts";
import { makeDirectory } from "../make-directory.ts";
import { err, ok, type Result } from "../result.ts";
import type { BuildFile } from "./build-file.ts";
import { type Client, orFailure, parseJson, toFailure } from "./client.ts";
import type { Failure } from "./command-result.ts";
import type { Terminal } from "./terminal.ts";

declare module "tus-js-client" {
  /** Keeps in a file where uploads under way are; the package's own types do not name it. */
  export class FileUrlStorage implements UrlStorage {
    constructor(path: string);
    findAllUploads: UrlStorage["findAllUploads"];
    findUploadsByFingerprint: UrlStorage["findUploadsByFingerprint"];
    removeUpload: UrlStorage["removeUpload"];
    addUpload: UrlStorage["addUpload"];
  }
}

/** Files from here on are sent so that they can be resumed; in bytes. */
export const RESUMABLE_FROM = 8 * 1024 ** 2;
/** The bytes of one call: a proxy may hold a call back until it is complete. */
const CHUNK_BYTES = 32 * 1024 ** 2;
const RETRY_AFTER_MS = [0, 1_000, 3_000];

/** A file to send as a build of a release. */
export interface BuildUpload {
  readonly client: Client;
  readonly terminal: Terminal;
  readonly releaseId: string;
  readonly file: BuildFile;
}

/**
 * Uploads a file by the tus protocol. An interrupted upload continues where it stopped, also when the command is run
 * again: the addresses of unfinished uploads are kept in a file beside the sessions. `onSent` gets the bytes sent so far.
 */
export async function uploadResumable(
  upload: BuildUpload,
  onSent: (bytes: number) => void,
): Promise<Result<Shape<"BuildAnswer">, Failure>> {
  const { client, file } = upload;
  const sent = await send(client, file, { ...optionsFor(upload), onProgress: onSent });
  if (!sent.ok) return toFailure(sent.error);
  const id = sent.value.split("/").at(-1) ?? "";
  const shown = await orFailure(client.api.GET("/v1/uploads/{id}", { params: { path: { id } } }));
  if (!shown.ok) return shown;
  const { build } = shown.value.body;
  return build ? ok(build) : toFailure(notUnderstood(client.url.origin, 200));
}

function optionsFor({ client, terminal, releaseId, file }: BuildUpload): UploadOptions {
  const { url, token } = client;
  const { configDirectory } = terminal;
  const endpoint = `${url.origin}${url.pathname.replace(/\/$/, "")}/v1/uploads`;
  const metadata = { releaseId, ...descriptionOf(file, file.carried), sha512: file.sha512 };
  return {
    endpoint,
    metadata,
    chunkSize: CHUNK_BYTES,
    retryDelays: RETRY_AFTER_MS,
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
    storeFingerprintForResuming: isThere(configDirectory),
    urlStorage: new FileUrlStorage(join(configDirectory, "uploads.json")),
    fingerprint: async () => JSON.stringify([endpoint, metadata]),
    onShouldRetry: ({ originalResponse }) => mayPass(originalResponse?.getStatus() ?? 0),
  };
}

/** Whether uploads can be remembered; one that cannot begins anew after a failure. */
function isThere(configDirectory: string): boolean {
  try {
    makeDirectory(configDirectory);
    return true;
  } catch {
    return false;
  }
}

/** No answer at all, a server that is away for a moment, or a call before that is not quite over. */
function mayPass(status: number): boolean {
  return [0, 409, 423, 502, 503, 504].includes(status);
}

/** Gives where the upload is, when it is complete. */
async function send(
  { url }: Client,
  { path }: BuildFile,
  options: UploadOptions,
): Promise<Result<string, CallRefusal>> {
  const bytes = createReadStream(path);
  try {
    return await new Promise((resolve) => {
      const onSuccess = () => forget(upload).then(() => resolve(ok(upload.url ?? "")));
      const onError = (error: Error) => resolve(err(toRefusal(url, error)));
      // It reads files by their streams' paths, which its types do not know.
      const upload = new Upload(bytes as unknown as Buffer, { ...options, onSuccess, onError });
      resume(upload).catch(onError);
    });
  } finally {
    bytes.destroy();
  }
}

async function resume(upload: Upload): Promise<void> {
  const [before] = await findBefore(upload);
  if (before) upload.resumeFromPreviousUpload(before);
  upload.start();
}

/** What is known of this upload from before; nothing, where another command is just writing there. */
async function findBefore(upload: Upload): Promise<readonly PreviousUpload[]> {
  return upload.findPreviousUploads().catch(() => []);
}

/** (The package's own way does not wait for it, and the next upload could read half of the file.) */
async function forget(upload: Upload): Promise<void> {
  for (const { urlStorageKey } of await findBefore(upload)) {
    await upload.options.urlStorage?.removeUpload(urlStorageKey).catch(() => undefined);
  }
}

function toRefusal({ origin }: URL, error: Error): CallRefusal {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  if (!response) return unreachable(origin, error instanceof DetailedError ? error.causingError : error);
  const status = response.getStatus();
  return readProblem(parseJson(response.getBody()), status) ?? notUnderstood(origin, status);
}
