import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import { type Environment, valuesOf } from "../serving/configuration.ts";
import type { S3Location } from "../store/files/s3-location.ts";

const HTTP_URL = /^https?:\/\/[^\s?#]+$/;

/** The settings of an S3 store. */
export const S3_SETTINGS = [
  {
    name: "SLUICE_S3_BUCKET",
    usual: null,
    isRight: (value: string) => /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(value),
    allowed: "the name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens",
  },
  {
    name: "SLUICE_S3_ENDPOINT",
    usual: null,
    isRight: (value: string) => HTTP_URL.test(value),
    allowed: "a URL that begins with http:// or https://",
  },
  {
    name: "SLUICE_S3_PUBLIC_ENDPOINT",
    usual: null,
    isRight: (value: string) => HTTP_URL.test(value),
    allowed: "a URL that begins with http:// or https://",
  },
  {
    name: "SLUICE_S3_REGION",
    usual: "us-east-1",
    isRight: (value: string) => /^[a-z0-9-]{1,40}$/.test(value),
    allowed: "the name of a region, such as eu-west-1",
  },
  {
    name: "SLUICE_S3_PREFIX",
    usual: null,
    isRight: (value: string) => /^[A-Za-z0-9][A-Za-z0-9_.-]*(\/[A-Za-z0-9][A-Za-z0-9_.-]*)*\/?$/.test(value),
    allowed: "a path of letters, digits and _ . - separated by slashes, such as sluice/production",
  },
  {
    name: "SLUICE_S3_DOWNLOADS",
    usual: "redirect",
    isRight: (value: string) => value === "redirect" || value === "stream",
    allowed: "redirect (clients download from the bucket) or stream (through this server)",
  },
] as const;

/** The configured bucket, or null if there is none. Refuses other S3 settings without a bucket. */
export function readS3(given: Environment): Result<S3Location | null, Refusal<"configuration_invalid">> {
  const values = valuesOf(given, S3_SETTINGS);
  const { SLUICE_S3_BUCKET: bucket, SLUICE_S3_PREFIX: prefix } = values;
  if (bucket === undefined) {
    const alone = S3_SETTINGS.find(({ name }) => given[name] !== undefined);
    if (!alone) return ok(null);
    const message = `${alone.name} is set, but SLUICE_S3_BUCKET is not; set both or neither`;
    return err(refuse("configuration_invalid", message));
  }
  return ok({
    bucket,
    endpoint: values.SLUICE_S3_ENDPOINT ?? null,
    publicEndpoint: values.SLUICE_S3_PUBLIC_ENDPOINT ?? null,
    region: values.SLUICE_S3_REGION,
    prefix: prefix === undefined ? "" : `${prefix.replace(/\/$/, "")}/`,
    downloads: values.SLUICE_S3_DOWNLOADS === "stream" ? "stream" : "redirect",
  });
}
