import { Presets, SingleBar } from "cli-progress";
import type { ImportProgress } from "./import-answer.ts";
import { showSize } from "./size.ts";
import type { Terminal } from "./terminal.ts";

const STEPS: Readonly<Record<string, string>> = { check: "Checking", apply: "Applying" };

/** The progress bars of an import, one after another: sending, checking, applying. */
export interface ImportBars {
  /** So many bytes more were sent. */
  readonly sent: (bytes: number) => void;
  readonly progress: (progress: ImportProgress) => void;
  readonly stop: () => void;
}

/** Progress bars, if the output is a terminal. The number of lines is known once all are checked. */
export function startImportBars({ progress: stream }: Terminal, size: number): ImportBars {
  if (!stream) return { sent: () => undefined, progress: () => undefined, stop: () => undefined };
  const start = (format: string, total: number): SingleBar => {
    const bar = new SingleBar({ format, stream, hideCursor: true }, Presets.shades_classic);
    bar.start(total, 0);
    return bar;
  };
  let bar = start(`Sending   {bar} {percentage}% of ${showSize(size)}, {eta_formatted} left`, size);
  let step = "";
  let most = 0;
  return {
    sent: (bytes) => bar.increment(bytes),
    progress: (now) => {
      if (now.step !== step) {
        bar.stop();
        step = now.step;
        bar = start(formatOf(step, most), most);
      }
      most = Math.max(most, now.line);
      bar.update(now.line);
    },
    stop: () => bar.stop(),
  };
}

/** Without a number of lines there is no bar, only the count. */
function formatOf(step: string, lines: number): string {
  const name = (STEPS[step] ?? step).padEnd(9);
  return lines === 0
    ? `${name} {value} lines`
    : `${name} {bar} {percentage}% of ${lines} lines, {eta_formatted} left`;
}
