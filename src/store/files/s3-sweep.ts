import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  type S3Client,
} from "@aws-sdk/client-s3";
import { isNotImplemented } from "./s3-faults.ts";

interface SweptBucket {
  readonly client: S3Client;
  readonly Bucket: string;
}

/** An object or an unfinished upload, when it began, and how to remove it. */
interface UnfinishedUpload {
  readonly since: Date | undefined;
  readonly remove: () => Promise<unknown>;
}

/** The most of each kind to remove in one sweep; the next startup removes the rest. */
const MOST = 1000;

/** Removes objects under the prefix, and unfinished uploads to it, if older than `olderThanMs`. Gives their number. */
export async function sweepS3(bucket: SweptBucket, prefix: string, olderThanMs: number): Promise<number> {
  const found = [...(await listObjects(bucket, prefix)), ...(await listUploads(bucket, prefix))];
  const old = found.filter(({ since }) => (since?.getTime() ?? 0) <= Date.now() - olderThanMs);
  for (const { remove } of old) await remove();
  return old.length;
}

async function listObjects(
  { client, Bucket }: SweptBucket,
  Prefix: string,
): Promise<readonly UnfinishedUpload[]> {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix, MaxKeys: MOST }));
  return Contents.map(({ Key, LastModified }) => ({
    since: LastModified,
    remove: () => client.send(new DeleteObjectCommand({ Bucket, Key })),
  }));
}

/** Some S3 stores do not list them; their own rules for old uploads remove these. */
async function listUploads(
  { client, Bucket }: SweptBucket,
  Prefix: string,
): Promise<readonly UnfinishedUpload[]> {
  const command = new ListMultipartUploadsCommand({ Bucket, Prefix, MaxUploads: MOST });
  const { Uploads = [] } = await client.send(command).catch((error) => {
    if (isNotImplemented(error)) return { Uploads: [] };
    throw error;
  });
  return Uploads.map(({ Key, UploadId, Initiated }) => ({
    since: Initiated,
    remove: () => client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })),
  }));
}
