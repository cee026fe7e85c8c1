/** R27: without a leading v and build metadata. */
export function bare(running: string): string {
  return running.replace(/^v/, "").replace(/\+.*$/, "");
}

const LABELLED = /^(\d+\.\d+\.\d+)-([a-z0-9.]+)$/;

/** R27: whether it can be read at all, without a leading v and build metadata. */
export function isReadable(running: string): boolean {
  return isPlain(running) || LABELLED.test(running);
}

/** R5: whether what runs is the release itself; a version with a label is none. */
export function isSame(release: string, running: string): boolean {
  return isPlain(running) && compare(release, running) === 0;
}

function isPlain(running: string): boolean {
  return /^\d+(\.\d+){1,3}$/.test(running) || /^\d+\.\d+\.\d+-\d+$/.test(running);
}

/** R27: numbers as numbers; with a label as semver has it; what cannot be read is older than nothing. */
export function isNewer(release: string, running: string): boolean {
  if (isPlain(running)) return compare(release, running) > 0;
  const [, three, label] = LABELLED.exec(running) ?? [];
  if (three === undefined || label === undefined) return false;
  const [a, b, c, fourth] = numbers(release);
  const order = compare([a, b, c ?? 0].join("."), three);
  if (order !== 0) return order > 0;
  // A release without a fourth number has no label, and that is newer than any label.
  return fourth === undefined || isBefore(label.split("."), [String(fourth)]);
}

function isBefore(label: readonly string[], other: readonly string[]): boolean {
  for (const [index, one] of label.entries()) {
    const two = other[index];
    if (two === undefined) return false;
    if (one === two) continue;
    if (/^\d+$/.test(one) && /^\d+$/.test(two)) return Number(one) < Number(two);
    return /^\d+$/.test(one) || (!/^\d+$/.test(two) && one < two);
  }
  return label.length < other.length;
}

function numbers(version: string): number[] {
  return version.split(/[.-]/).map(Number);
}

export function line(version: string): string {
  return numbers(version).slice(0, 2).join(".");
}

export function compare(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (const index of [0, 1, 2, 3]) {
    const [x, y] = [left[index] ?? 0, right[index] ?? 0];
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}
