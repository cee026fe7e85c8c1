import { expect, test } from "vitest";
import { readConfig } from "../../src/api/config.ts";

const read = (environment: Record<string, string>) => readConfig(environment);

test("without a bucket builds lie in the data directory", () => {
  expect(read({})).toMatchObject({ value: { s3: null } });
});

test("a bucket alone is one of Amazon's, and clients fetch from it", () => {
  const s3 = {
    bucket: "builds",
    endpoint: null,
    publicEndpoint: null,
    region: "us-east-1",
    prefix: "",
    downloads: "redirect",
  };
  expect(read({ SLUICE_S3_BUCKET: "builds" })).toMatchObject({ value: { s3 } });
});

test("everything of the store is read, and a prefix ends in one slash", () => {
  const environment = {
    SLUICE_S3_BUCKET: "builds",
    SLUICE_S3_ENDPOINT: "http://127.0.0.1:9000",
    SLUICE_S3_PUBLIC_ENDPOINT: "https://files.example.org",
    SLUICE_S3_REGION: "eu-west-1",
    SLUICE_S3_PREFIX: "sluice/production/",
    SLUICE_S3_DOWNLOADS: "stream",
  };
  const s3 = {
    bucket: "builds",
    endpoint: "http://127.0.0.1:9000",
    publicEndpoint: "https://files.example.org",
    region: "eu-west-1",
    prefix: "sluice/production/",
    downloads: "stream",
  };
  expect(read(environment)).toMatchObject({ value: { s3 } });
  expect(read({ ...environment, SLUICE_S3_PREFIX: "sluice/production" })).toMatchObject({ value: { s3 } });
});

test.each([
  ["SLUICE_S3_BUCKET", "My Bucket", /3 to 63 lower-case/],
  ["SLUICE_S3_ENDPOINT", "127.0.0.1:9000", /begins with http/],
  ["SLUICE_S3_PUBLIC_ENDPOINT", "ftp://x", /begins with http/],
  ["SLUICE_S3_REGION", "EU West", /eu-west-1/],
  ["SLUICE_S3_PREFIX", "/absolute", /separated by slashes/],
  ["SLUICE_S3_PREFIX", "up/../there", /separated by slashes/],
  ["SLUICE_S3_DOWNLOADS", "both", /redirect .* or stream/],
])("%s may not be %j", (name, value, sentence) => {
  const config = read({ SLUICE_S3_BUCKET: "builds", [name]: value });
  expect(config).toMatchObject({ error: { code: "configuration_invalid" } });
  expect(config).toMatchObject({ error: { message: expect.stringMatching(sentence) } });
});

test("something of a store without its bucket is refused", () => {
  const config = read({ SLUICE_S3_REGION: "eu-west-1" });
  const message = expect.stringMatching(/SLUICE_S3_REGION is set, but SLUICE_S3_BUCKET is not/);
  expect(config).toMatchObject({ error: { code: "configuration_invalid", message } });
});
