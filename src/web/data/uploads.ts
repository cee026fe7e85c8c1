import type { Upload as TusUpload } from "tus-js-client";
import type { Platform } from "../../catalog/platform.ts";
import { changeOf } from "../../intake/carried.ts";
import { descriptionOf } from "../../intake/description.ts";
import { API, companionsPath } from "../paths.ts";
import { api, need } from "./api.ts";
import { RefusedError } from "./refused.ts";
import type { Build } from "./releases.ts";
import type { UploadBeside, UploadCompanion } from "./upload-beside.ts";

/** The description of a file that becomes a build. */
export interface UploadDescription {
  readonly releaseId: string;
  readonly platform: Platform;
  readonly arch: "x64" | "arm64";
  readonly format: string;
  readonly fileName: string;
}

interface UploadListener {
  readonly onProgress: (sent: number) => void;
  readonly onDone: (build: Build) => void;
  readonly onFailed: (error: unknown) => void;
}

/** An upload that can be paused and goes on from where it was. */
export interface UploadTransfer {
  pause(): void;
  resume(): void;
  /** Ends the upload; the server removes what has arrived. */
  abort(): void;
}

/** Small enough that a pause loses little, large enough to cost no speed. */
const CHUNK_BYTES = 16 * 1024 * 1024;

/** A file with its description, and what lies beside it. */
export interface DescribedFile {
  readonly file: File;
  readonly described: UploadDescription;
  readonly beside: UploadBeside;
}

/** Uploads a file (tus 1.0). An upload that was begun in this browser goes on from there, also after a reload. */
export async function sendBuild(
  { file, described, beside }: DescribedFile,
  listener: UploadListener,
): Promise<UploadTransfer> {
  const { Upload } = await import("tus-js-client");
  const upload = new Upload(file, {
    endpoint: `${window.location.origin}${API.uploads}`,
    metadata: { releaseId: described.releaseId, ...descriptionOf(described, beside.carried) },
    chunkSize: CHUNK_BYTES,
    retryDelays: [0, 1000, 3000, 5000],
    removeFingerprintOnSuccess: true,
    // The same file for another platform is another build.
    fingerprint: async () =>
      ["sluice", ...Object.values(described), file.name, file.size, file.lastModified].join("-"),
    onProgress: (sent) => listener.onProgress(sent),
    onSuccess: () => void finish(upload, beside, listener),
    onError: (error) => listener.onFailed(toRefused(error)),
  });
  const [before] = await upload.findPreviousUploads();
  if (before) upload.resumeFromPreviousUpload(before);
  upload.start();
  return {
    pause: () => void upload.abort(),
    resume: () => upload.start(),
    abort: () => void upload.abort(true).catch(listener.onFailed),
  };
}

/** Reads the build that a complete upload became; it has the digest of what arrived. */
async function finish(
  upload: TusUpload,
  beside: UploadBeside,
  { onDone, onFailed }: UploadListener,
): Promise<void> {
  try {
    const id = upload.url?.split("/").at(-1) ?? "";
    const { build } = await need(api.GET("/v1/uploads/{id}", { params: { path: { id } } }));
    if (!build) throw new Error("a complete upload is no build");
    onDone(await completeBuild(build, beside));
  } catch (error) {
    onFailed(error);
  }
}

/** Gives the build what was not sent with its file: details that are too long for a header, its block map and its deltas. */
async function completeBuild(build: Build, { carried, companions }: UploadBeside): Promise<Build> {
  const params = { path: { id: build.id } };
  const change = changeOf(build, carried);
  if (change) {
    // JSON leaves out what is undefined.
    const body = { ...change, updaters: (change.updaters ?? {}) as Build["updaters"] };
    await need(api.PATCH("/v1/builds/{id}", { params, body }));
  }
  for (const companion of companions) await sendCompanion(build.id, companion);
  const isSame = !change && companions.length === 0;
  return isSame ? build : await need(api.GET("/v1/builds/{id}", { params }));
}

async function sendCompanion(buildId: string, companion: UploadCompanion): Promise<void> {
  const { file, kind, fileName, from, edSignature } = companion;
  const path = companionsPath(buildId, {
    kind,
    fileName,
    from: from ?? undefined,
    edSignature: edSignature ?? undefined,
  });
  const headers = { "content-type": "application/octet-stream" };
  const answer = await fetch(path, { method: "POST", headers, body: file });
  if (answer.ok) return;
  const [status, body] = [answer.status, await answer.text()];
  const originalResponse = { getStatus: () => status, getBody: () => body };
  throw toRefused(Object.assign(new Error(`${fileName} was refused`), { originalResponse }));
}

interface AnsweredError extends Error {
  readonly originalResponse?: { getStatus(): number; getBody(): string } | null;
}

/** Reads the server's refusal, which has the same shape as for other calls. */
function toRefused(error: AnsweredError): unknown {
  const answered = error.originalResponse;
  if (!answered) {
    return new RefusedError({ code: "server_unreachable", message: error.message, status: 0 });
  }
  try {
    const { errors, trackingId, quota } = JSON.parse(answered.getBody());
    const { code, description: message } = errors[0];
    return new RefusedError({ code, message, status: answered.getStatus(), trackingId, quota });
  } catch {
    return error;
  }
}
