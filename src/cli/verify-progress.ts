import { renameSync, writeFileSync } from "node:fs";
import { Presets, SingleBar } from "cli-progress";
import type { LedgerHead } from "../ledger/entry.ts";
import type { VerifyOptions } from "../store/verify/verify-ledger.ts";
import type { Terminal } from "./terminal.ts";

/** The most threads that `sluice ledger verify` uses: each has a connection. */
export const MOST_THREADS = 8;

/** The progress of a check: a bar, if the output is a terminal, and the file that says up to where all is right. */
export interface VerifyProgress {
  readonly take: NonNullable<VerifyOptions["onProgress"]>;
  /** Ends the bar; gives a line about how fast these entries were read, or nothing for none. */
  end(count: number): string;
}

export function followProgress(
  { progress: stream }: Pick<Terminal, "progress">,
  file: string | undefined,
): VerifyProgress {
  const begunAt = performance.now();
  const format = "Verifying {bar} {percentage}% of {total} entries, {eta_formatted} left";
  const bar = stream && new SingleBar({ format, stream, hideCursor: true }, Presets.shades_classic);
  let isBegun = false;
  return {
    take: (read, of, whole) => {
      if (!isBegun) bar?.start(of, 0);
      isBegun = true;
      bar?.update(read);
      if (file !== undefined && whole && whole.sequence > 0) note(file, whole);
    },
    end: (count) => {
      if (isBegun) bar?.stop();
      const seconds = (performance.now() - begunAt) / 1000;
      const speed = Math.round(count / seconds);
      return count === 0 ? "" : `${count} entries in ${seconds.toFixed(1)} s: ${speed} a second.\n`;
    },
  };
}

/** The file appears whole, or stays as it was. */
function note(file: string, { sequence, hash }: LedgerHead): void {
  const beside = `${file}.unfinished`;
  writeFileSync(beside, `${sequence}:${hash}\n`);
  renameSync(beside, file);
}
