import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Server } from "@tus/server";
import { MAX_BUILD_BYTES } from "../../catalog/build.ts";
import { type Instant, toInstant } from "../../instant.ts";
import type { BuildFilesContext } from "../releases/receive-build.ts";
import { UploadStore } from "./upload-store.ts";

/** The context for keeping resumable uploads and making builds of them. */
export interface UploadsContext extends BuildFilesContext {
  readonly uploads: UploadDirectory;
}

/** Where resumable uploads are created; the path of each is this with its id behind. */
export const UPLOADS_PATH = "/v1/uploads";

/** The metadata of a resumable upload: what its sender wrote, its owner, and its build. */
export type UploadFacts = Readonly<Record<string, string | null>>;

/** A resumable upload, complete or not. */
export interface KeptUpload {
  readonly id: string;
  /** In bytes. */
  readonly size: number;
  readonly description: UploadFacts;
  readonly actorId: string;
  readonly expiresAt: Instant;
  /** Its build, or null if it is not complete. */
  readonly buildId: string | null;
}

/** The resumable uploads in a directory: the bytes of each, and beside them a record of what they are. */
export class UploadDirectory {
  readonly server: Server;
  readonly #directory: string;
  readonly #keptMs: number;
  readonly #store: UploadStore;
  readonly #finishing = new Map<string, Promise<unknown>>();

  /** Makes the directory if it is missing. Uploads that are not completed within `keptMs` expire. */
  static async open(dataDirectory: string, keptMs: number): Promise<UploadDirectory> {
    const directory = join(dataDirectory, "uploads");
    // The store creates it too, but its errors could not be caught.
    await mkdir(directory, { recursive: true });
    return new UploadDirectory(directory, keptMs);
  }

  private constructor(directory: string, keptMs: number) {
    this.#directory = directory;
    this.#keptMs = keptMs;
    const kept = { directory: this.#directory, expirationPeriodInMilliseconds: keptMs };
    this.#store = new UploadStore(kept);
    this.server = new Server({
      path: UPLOADS_PATH,
      datastore: this.#store,
      maxSize: MAX_BUILD_BYTES,
      relativeLocation: true,
      namingFunction: () => randomUUID(),
    });
  }

  /** The upload with this id, or null if there is none. */
  async find(id: string): Promise<KeptUpload | null> {
    const record = await this.#store.configstore.get(id);
    if (!record) return null;
    const { size = 0, metadata = {}, creation_date: createdAt = "" } = record;
    const { actorId, buildId = null, ...description } = metadata;
    const expiresAt = toInstant(Date.parse(createdAt) + this.#keptMs);
    return { id, size, description, actorId: actorId ?? "", expiresAt, buildId };
  }

  /** Runs what ends an upload; concurrent calls get the result of the first one. */
  async finishOnce<Value>(id: string, finish: () => Promise<Value>): Promise<Value> {
    const begun = this.#finishing.get(id);
    if (begun) return begun as Promise<Value>;
    const finished = finish().finally(() => this.#finishing.delete(id));
    this.#finishing.set(id, finished);
    return finished;
  }

  /** The bytes received so far. */
  async countBytes(id: string): Promise<number> {
    return (await stat(this.pathOf(id))).size;
  }

  /** The bytes that all uploads have when they are complete, of those that are not. */
  async countPromisedBytes(): Promise<number> {
    const uploads = await Promise.all((await this.#listIds()).map((id) => this.find(id)));
    return uploads.reduce((sum, one) => sum + (one && one.buildId === null ? one.size : 0), 0);
  }

  pathOf(id: string): string {
    return join(this.#directory, id);
  }

  /**
   * Notes the build of a complete upload: its bytes are not needed any more, but its sender can still ask for the
   * build.
   */
  async complete(id: string, buildId: string): Promise<void> {
    const record = await this.#store.configstore.get(id);
    if (record) {
      await this.#store.configstore.set(id, {
        ...record,
        metadata: { ...record.metadata, buildId },
      } as never);
    }
    await rm(this.pathOf(id), { force: true });
  }

  async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
    await rm(`${this.pathOf(id)}.json`, { force: true });
  }

  /** Removes expired uploads. Gives their number. */
  async sweep(): Promise<number> {
    const ids = await this.#listIds();
    const expired = await Promise.all(ids.map((id) => this.#removeIfExpired(id)));
    return expired.filter(Boolean).length;
  }

  async #listIds(): Promise<readonly string[]> {
    const names = await readdir(this.#directory);
    return [...new Set(names.map((name) => name.replace(/\.json$/, "")))];
  }

  async #removeIfExpired(id: string): Promise<boolean> {
    const expiresAt = (await this.find(id))?.expiresAt ?? (await this.#expiryOfBytes(id));
    if (Date.now() < expiresAt) return false;
    await this.remove(id);
    return true;
  }

  /** When bytes without a record expire; a crash can leave them. */
  async #expiryOfBytes(id: string): Promise<number> {
    const found = await stat(this.pathOf(id)).catch(() => null);
    return (found?.mtimeMs ?? 0) + this.#keptMs;
  }
}
