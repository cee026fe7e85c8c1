import { DetailedError, Upload, type UploadOptions } from "tus-js-client";

/** How an upload by the real client ended. */
export interface TusOutcome {
  /** Where the upload is. */
  readonly url: string | null;
  /** Of the last answer; null: none came. */
  readonly status: number | null;
  /** What the last answer said of the build. */
  readonly buildId: string | null;
  /** The code of a refusal. */
  readonly code: string | null;
  /** How many bytes this client sent. */
  readonly sent: number;
}

/** Uploads bytes with the real client; `stopAt`: it is given up when so many bytes were sent. */
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
