import type { Upload as TusUpload } from "tus-js-client";
import type { Platform } from "../../catalog/platform.ts";
import { API } from "../paths.ts";
import { api, need } from "./api.ts";
import { RefusedError } from "./refused.ts";
import type { Build } from "./releases.ts";

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

/** Uploads a file (tus 1.0). An upload that was begun in this browser goes on from there, also after a reload. */
export async function sendBuild(
  file: File,
  described: UploadDescription,
  listener: UploadListener,
): Promise<UploadTransfer> {
  const { Upload } = await import("tus-js-client");
  const upload = new Upload(file, {
    endpoint: `${window.location.origin}${API.uploads}`,
    metadata: { ...described },
    chunkSize: CHUNK_BYTES,
    retryDelays: [0, 1000, 3000, 5000],
    removeFingerprintOnSuccess: true,
    // The same file for another platform is another build.
    fingerprint: async () =>
      ["sluice", ...Object.values(described), file.name, file.size, file.lastModified].join("-"),
    onProgress: (sent) => listener.onProgress(sent),
    onSuccess: () => void finish(upload, listener),
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
async function finish(upload: TusUpload, { onDone, onFailed }: UploadListener): Promise<void> {
  try {
    const id = upload.url?.split("/").at(-1) ?? "";
    const { build } = await need(api.GET("/v1/uploads/{id}", { params: { path: { id } } }));
    if (!build) throw new Error("a complete upload is no build");
    onDone(build);
  } catch (error) {
    onFailed(error);
  }
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
    const { errors, trackingId } = JSON.parse(answered.getBody());
    const { code, description: message } = errors[0];
    return new RefusedError({ code, message, status: answered.getStatus(), trackingId });
  } catch {
    return error;
  }
}
