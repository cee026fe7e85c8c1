import type { Readable } from "node:stream";
import type { Refusal, Result } from "../../result.ts";
import type { BuildDigest, ReceiveLimits, ReceiveRefusal } from "./measured-bytes.ts";

/** Why the files of builds cannot be used at all. */
export type NotUsableRefusal = "data_directory_not_writable" | "builds_unreachable";
export type ReceiveResult = Result<BuildDigest, Refusal<ReceiveRefusal | "disk_full" | "builds_unreachable">>;

/** The stored file of a build. It never changes, so any number of readers may read any part of it. */
export interface BuildFile {
  /** In bytes. */
  readonly size: number;
  /** Reads it all, or the bytes from `start` to `end`, both included. */
  readonly read: (range?: { readonly start: number; readonly end: number }) => Readable;
}

/** The storage of the files of builds: this machine's disk, or an S3 store. Each is stored under its SHA-256. */
export interface BuildFiles {
  readonly kind: "disk" | "s3";
  /**
   * Receives a build and stores it under its digest. If this gives ok, it is stored whole and durably; otherwise
   * nothing of it is left. The same bytes twice are the same build. The stream carries bytes, not text. A refused
   * stream is left as it is, not destroyed, so that its sender can still be answered: drain it (`resume()`) or close
   * the connection.
   */
  receive(stream: Readable, limits: ReceiveLimits): Promise<ReceiveResult>;
  /** The build with this digest (lower-case hex), or null if it is not stored here. */
  open(sha256: string): Promise<Result<BuildFile | null, Refusal<"builds_unreachable">>>;
  /**
   * An address, valid for 15 minutes, at which anyone can download a build from the bucket under this file name, or null
   * if the bytes are read through this server. Does not check that the build exists.
   */
  linkTo(sha256: string, fileName: string): Promise<string | null>;
  /**
   * Removes the remains of uploads that a crash interrupted: files without a write for `olderThanMs`, which is 0 if no
   * other server uses the storage. Call it at startup, before any upload. Gives the number removed.
   */
  sweepUnfinished(olderThanMs: number): Promise<number>;
  /** Whether builds can be read here right now. */
  check(): Promise<Result<true, Refusal<NotUsableRefusal>>>;
}
