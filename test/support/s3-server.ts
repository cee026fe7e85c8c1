import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import S3rver from "@20minutes/s3rver";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import type { S3Location } from "../../src/store/files/s3-location.ts";

/** A real S3 server, on a free port of loopback, with one empty bucket. */
export interface S3Server {
  readonly location: S3Location;
  /** The keys of all objects in the bucket. */
  list(): Promise<string[]>;
  close(): Promise<void>;
}

/** The credentials that it accepts; the programs that use it find them as AWS programs do. */
export const S3_CREDENTIALS = { AWS_ACCESS_KEY_ID: "S3RVER", AWS_SECRET_ACCESS_KEY: "S3RVER" };

/** Starts it, and gives this process its credentials. */
export async function startS3Server(): Promise<S3Server> {
  Object.assign(process.env, S3_CREDENTIALS);
  const directory = await mkdtemp(join(tmpdir(), "sluice-s3-"));
  const configureBuckets = [{ name: "builds-of-tests" }];
  // It reads the paths of buckets differently from Amazon, so their signatures never match. It does check keys.
  const options = { silent: true, allowMismatchedSignatures: true, directory, configureBuckets };
  const server = new S3rver({ address: "127.0.0.1", port: 0, ...options });
  const { port } = await server.run();
  const endpoint = `http://127.0.0.1:${port}`;
  const location: S3Location = {
    bucket: "builds-of-tests",
    endpoint,
    publicEndpoint: null,
    region: "us-east-1",
    prefix: "sluice/",
    downloads: "redirect",
  };
  const client = new S3Client({ endpoint, region: location.region, forcePathStyle: true });
  return {
    location,
    list: async () => {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: location.bucket }));
      return Contents.map(({ Key = "" }) => Key);
    },
    close: async () => {
      client.destroy();
      server.httpServer.closeAllConnections();
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
