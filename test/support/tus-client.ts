import { DetailedError, Upload, type UploadOptions } from "tus-js-client";

/** The result of an upload by the real client. */
export interface TusOutcome {
  /** The address of the upload. */
  readonly url: string | null;
  /** The status of the last answer, or null if none came. */
  readonly status: number | null;
  /** The id of the build in the last answer, or null if it has none. */
  readonly buildId: string | null;
  /** The code of a refusal, or null if there is none. */
  readonly code: string | null;
  /** How many bytes this client sent. */
  readonly sent: number;
}

/** Uploads bytes with the real client; `stopAt` is the number of sent bytes after which it gives up. */
export function uploadByTus(
  bytes: Buffer,
  { stopAt = Number.POSITIVE_INFINITY, ...options }: UploadOptions & { readonly stopAt?: number },
): Promise<TusOutcome> {
  return new Promise((resolve) => {
    let begin: number | null = null;
    let end = 0;
    const answered = (response: DetailedError["originalResponse"], code: string | null) =>
      resolve({
        url: upload.url,
        code,
        sent: end - (begin ?? end),
        status: response?.getStatus() ?? null,
        buildId: response?.getHeader("Sluice-Build-Id") ?? null,
      });
    const upload = new Upload(bytes, {
      retryDelays: null,
      ...options,
      onProgress: (sent) => {
        begin ??= sent;
        end = sent;
        if (sent >= stopAt) upload.abort().then(() => answered(null, "stopped"));
      },
      onSuccess: ({ lastResponse }) => answered(lastResponse, null),
      onError: (error) => {
        const response = error instanceof DetailedError ? error.originalResponse : null;
        answered(response, codeIn(response?.getBody()) ?? error.message);
      },
    });
    upload.start();
  });
}

function codeIn(body: string | undefined): string | null {
  return body?.startsWith("{") ? (JSON.parse(body).errors?.[0]?.code ?? null) : null;
}
