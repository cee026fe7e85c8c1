/** A place in a store that speaks S3: whose credentials are used there, AWS's own environment variables say. */
export interface S3Location {
  readonly bucket: string;
  /** Where the store is; null: Amazon's, in the region. */
  readonly endpoint: string | null;
  /** Where clients reach the store, if not at the endpoint. */
  readonly publicEndpoint: string | null;
  readonly region: string;
  /** What every name in the bucket begins with; empty, or a path that ends in a slash. */
  readonly prefix: string;
  /** How a download is answered: the client is sent to the store, or the bytes go through this server. */
  readonly downloads: "redirect" | "stream";
}
