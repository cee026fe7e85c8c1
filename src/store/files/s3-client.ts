import { S3Client } from "@aws-sdk/client-s3";
import type { S3Location } from "./s3-place.ts";

/**
 * Speaks to a store at an endpoint (null: Amazon's). Stores of others have their buckets in the path, and know no
 * checksums beyond what signing needs.
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
