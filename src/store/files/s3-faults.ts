import { err, type Refusal, refuse } from "../../result.ts";
import type { S3Location } from "./s3-location.ts";

type UnreachableRefusal = Refusal<"builds_unreachable">;
type UnreachableResult = { readonly ok: false; readonly error: UnreachableRefusal };

/** An error that the SDK throws: a refusal of the bucket, or a failure to reach it. */
interface Fault {
  readonly name: string;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Whether the bucket does not have the requested object. */
export function isMissing(error: unknown): boolean {
  return statusOf(error) === 404;
}

/** Whether the bucket does not implement this call, as with some vendors. */
export function isNotImplemented(error: unknown): boolean {
  return statusOf(error) === 501;
}

/**
 * An error of the bucket as a refusal; at startup (with `location`) the sentence says which setting to change. Throws
 * any other error.
 */
export function refuseIfOfStore(error: unknown, location?: S3Location): UnreachableResult {
  const fault = toFault(error);
  if (!fault) throw error;
  return err(location ? wrongLocation(fault, location) : notUsable(fault.name));
}

/** The refusal if the bucket does not answer properly. */
export function notUsable(why: string): UnreachableRefusal {
  const message = `The storage of builds does not work right now (${why}), and nothing was changed; try again.`;
  return refuse("builds_unreachable", message);
}

const NO_CREDENTIALS = /Credentials|TokenProvider/;

function wrongLocation(fault: Fault, { bucket, endpoint, region }: S3Location): UnreachableRefusal {
  const where = endpoint ?? `Amazon S3 in ${region}`;
  const refused = (sentence: string) => refuse("builds_unreachable", sentence);
  if (NO_CREDENTIALS.test(fault.name)) {
    return refused(
      "SLUICE_S3_BUCKET is set, but no credentials are; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or provide them in another way that AWS programs know.",
    );
  }
  const status = fault.$metadata?.httpStatusCode;
  if (status === 404) {
    return refused(`SLUICE_S3_BUCKET "${bucket}" does not exist at ${where}; create it, or name another.`);
  }
  if (status === 301) {
    return refused(`SLUICE_S3_BUCKET "${bucket}" is in a region other than ${region}; set SLUICE_S3_REGION.`);
  }
  if (status === 400 || status === 401 || status === 403) {
    return refused(
      `SLUICE_S3_BUCKET "${bucket}" at ${where} does not accept these credentials; use credentials that may list, read, write and delete there.`,
    );
  }
  return refused(
    `SLUICE_S3_BUCKET "${bucket}" cannot be reached at ${where} (${String(fault.code ?? fault.name)}); set SLUICE_S3_ENDPOINT to an address that answers.`,
  );
}

const OF_THE_WAY = ["TimeoutError", "AbortError"];

function toFault(error: unknown): Fault | null {
  if (!(error instanceof Error)) return null;
  const fault: Fault = error;
  const isOfStore = "$metadata" in error || NO_CREDENTIALS.test(error.name);
  const isOfTheWay = typeof fault.code === "string" || OF_THE_WAY.includes(error.name);
  return isOfStore || isOfTheWay ? fault : null;
}

function statusOf(error: unknown): number | undefined {
  return error instanceof Error ? (error as Fault).$metadata?.httpStatusCode : undefined;
}
