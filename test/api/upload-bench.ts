import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";
import { type Answered, type Call, send } from "./caller.ts";
import { make } from "./tenancy.ts";

/** A server that resumable uploads go to, with a release. */
export interface UploadBench {
  server: TestServer;
  dataDirectory: string;
  releaseId: string;
  /** What is said of a build of the release. */
  about(fileName: string, change?: Record<string, string>): Record<string, string>;
  /** Begins an upload; gives its id. */
  begin(size: number, said: Record<string, string>): Promise<string>;
  /** Asks how far an upload is. */
  head(id: string, token?: string): Promise<Answered>;
  /** The files of uploads under way. */
  kept(): Promise<readonly string[]>;
  /** Stops the server, and starts another over the same data. */
  restart(limits?: { readonly uploadMs?: number }): Promise<void>;
}

/** Starts it for the tests of one file. */
export function useUploadBench(): UploadBench {
  let store: Store;
  const bench: UploadBench = {
    server: undefined as never,
    dataDirectory: "",
    releaseId: "",
    about: (fileName, change = {}) => {
      const build = { releaseId: bench.releaseId, platform: "win", arch: "x64", format: "exe", fileName };
      return { ...build, ...change };
    },
    async begin(size, said) {
      const answered = await send(bench.server, VENDOR_TOKEN, creation(size, said));
      expect(answered.status, answered.text).toBe(201);
      return idOf(answered.headers.get("location"));
    },
    head: (id, token = VENDOR_TOKEN) =>
      send(bench.server, token, { method: "HEAD", path: `/v1/uploads/${id}`, headers: TUS }),
    kept: () => readdir(join(bench.dataDirectory, "uploads")),
    async restart(limits = {}) {
      await bench.server.close();
      bench.server = await startServer(store, { dataDirectory: bench.dataDirectory }, { limits });
    },
  };
  beforeAll(async () => {
    store = await borrowStore("embedded");
    bench.dataDirectory = await mkdtemp(join(tmpdir(), "sluice-uploads-"));
    bench.server = await startServer(store, { dataDirectory: bench.dataDirectory });
    const release = { version: "45.1", automaticAt: "2026-01-06" };
    bench.releaseId = await make(bench.server, "/v1/releases", release);
    return async () => {
      await bench.server.close();
      await store.close();
      await rm(bench.dataDirectory, { recursive: true });
    };
  });
  return bench;
}

/** The protocol that a call speaks. */
export const TUS = { "tus-resumable": "1.0.0" };

/** The last part of an upload's address. */
export function idOf(url: string | null): string {
  return url?.split("/").at(-1) ?? "";
}

/** What is said of a build, as the protocol writes it. */
export function toMetadata(said: Record<string, string>): string {
  return Object.entries(said)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString("base64")}`)
    .join(",");
}

/** The call that begins an upload. */
export function creation(size: number | string, said: Record<string, string>): Call {
  const headers = { ...TUS, "upload-length": String(size), "upload-metadata": toMetadata(said) };
  return { method: "POST", path: "/v1/uploads", headers };
}

/** The call that sends bytes, from this place on. */
export function patch(id: string, offset: number, raw: Uint8Array<ArrayBuffer>): Call {
  const headers = {
    ...TUS,
    "upload-offset": String(offset),
    "content-type": "application/offset+octet-stream",
  };
  return { method: "PATCH", path: `/v1/uploads/${id}`, raw, headers };
}
