import { useSyncExternalStore } from "react";
import { type Build, refreshCatalog } from "../data/releases.ts";
import type { UploadBeside } from "../data/upload-beside.ts";
import { sendBuild, type UploadDescription, type UploadTransfer } from "../data/uploads.ts";

/** A file that becomes a build: described first, then uploaded. */
export interface Upload extends UploadDescription, UploadBeside {
  readonly key: number;
  readonly file: File;
  readonly sent: number;
  readonly state: "described" | "running" | "paused" | "done" | "failed";
  /** The build it became, or null if it is not uploaded yet. */
  readonly build: Build | null;
  readonly error: unknown;
}

/** The files being uploaded. Uploads go on while their dialog is closed, as long as the page is open. */
class Uploads {
  private uploads: readonly Upload[] = [];
  private next = 1;
  private readonly sendings = new Map<number, UploadTransfer>();
  private readonly listeners = new Set<() => void>();

  readonly all = (): readonly Upload[] => this.uploads;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  add(file: File, described: UploadDescription, beside: UploadBeside): void {
    const begun = { sent: 0, state: "described", build: null, error: null } as const;
    this.update([...this.uploads, { ...described, ...beside, ...begun, key: this.next++, file }]);
  }

  describe(key: number, described: Partial<UploadDescription>): void {
    this.change(key, described);
  }

  /** Starts an upload, or goes on from where it was. */
  async start(key: number): Promise<void> {
    const upload = this.find(key);
    if (!upload) return;
    this.change(key, { state: "running", error: null });
    const known = this.sendings.get(key);
    if (known) return known.resume();
    const { file, releaseId, platform, arch, format, fileName, carried, companions } = upload;
    const described = { releaseId, platform, arch, format, fileName };
    const sending = await sendBuild(
      { file, described, beside: { carried, companions } },
      {
        onProgress: (sent) => this.change(key, { sent }),
        onDone: (build) => {
          this.change(key, { state: "done", sent: upload.file.size, build });
          refreshCatalog(releaseId);
        },
        onFailed: (error) => this.change(key, { state: "failed", error }),
      },
    );
    this.sendings.set(key, sending);
    if (this.find(key)?.state === "paused") sending.pause();
  }

  pause(key: number): void {
    this.change(key, { state: "paused" });
    this.sendings.get(key)?.pause();
  }

  /** Takes a file off the list; an unfinished upload is ended. */
  remove(key: number): void {
    if (this.find(key)?.state !== "done") this.sendings.get(key)?.abort();
    this.sendings.delete(key);
    this.update(this.uploads.filter((upload) => upload.key !== key));
  }

  private find(key: number): Upload | undefined {
    return this.uploads.find((upload) => upload.key === key);
  }

  private change(key: number, change: Partial<Upload>): void {
    this.update(this.uploads.map((upload) => (upload.key === key ? { ...upload, ...change } : upload)));
  }

  private update(uploads: readonly Upload[]): void {
    this.uploads = uploads;
    for (const listener of this.listeners) listener();
  }
}

export const uploads = new Uploads();

/** The uploads of one release. */
export function useUploads(releaseId: string): readonly Upload[] {
  const all = useSyncExternalStore(uploads.subscribe, uploads.all);
  return all.filter((upload) => upload.releaseId === releaseId);
}
