const UNITS = ["B", "kB", "MB", "GB"];

/** `812 B`, `14.2 MB`: in powers of 1000. */
export function showSize(bytes: number): string {
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  return `${step === 0 ? bytes : (bytes / 1000 ** step).toFixed(1)} ${UNITS[step]}`;
}
