import { S3Client } from "@aws-sdk/client-s3";
import type { S3Location } from "./s3-location.ts";

/**
 * A client for an S3 endpoint, or for Amazon S3 if it is null. Other vendors have the bucket in the path, and support no
 * checksums beyond those that signing needs.
 */
export function makeS3Client({ region }: S3Location, endpoint: string | null): S3Client {
  return new S3Client({
    region,
    ...(endpoint !== null && { endpoint, forcePathStyle: true }),
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    // Copying the largest build within the store may take minutes without a byte.
    requestHandler: { connectionTimeout: 5_000, socketTimeout: 300_000 },
  });
}
