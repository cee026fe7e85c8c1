/** A bucket and a prefix in it. The credentials come from AWS's own environment variables. */
export interface S3Location {
  readonly bucket: string;
  /** The endpoint, or null for Amazon S3 in the region. */
  readonly endpoint: string | null;
  /** Where clients reach the store, if not at the endpoint. */
  readonly publicEndpoint: string | null;
  readonly region: string;
  /** The beginning of every name in the bucket; empty, or a path that ends in a slash. */
  readonly prefix: string;
  /** How a download is answered: the client is sent to the store, or the bytes pass through this server. */
  readonly downloads: "redirect" | "stream";
}
