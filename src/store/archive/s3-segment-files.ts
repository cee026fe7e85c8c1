import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { makeS3Client } from "../files/s3-client.ts";
import { isMissing } from "../files/s3-faults.ts";
import type { S3Location } from "../files/s3-location.ts";
import { ARCHIVE_FOLDER } from "./disk-segment-files.ts";
import { ArchiveFault, type SegmentFiles } from "./segment-files.ts";

/** The archive in a bucket: `<prefix>ledger/<name>`. */
export function s3SegmentFiles(location: S3Location): SegmentFiles {
  const client = makeS3Client(location, location.endpoint);
  const named = (name: string) => ({
    Bucket: location.bucket,
    Key: `${location.prefix}${ARCHIVE_FOLDER}/${name}`,
  });
  return {
    write: async (name, Body) => {
      await client.send(new PutObjectCommand({ ...named(name), Body })).catch((error) => fault(name, error));
    },
    read: async (name) => {
      try {
        const { Body } = await client.send(new GetObjectCommand(named(name)));
        return (await Body?.transformToByteArray()) ?? null;
      } catch (error) {
        return isMissing(error) ? null : fault(name, error);
      }
    },
  };
}

function fault(name: string, error: unknown): never {
  throw new ArchiveFault(`${name}: ${error instanceof Error ? error.name : String(error)}`);
}
