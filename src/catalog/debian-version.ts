/** A version as Debian takes it apart: `[epoch:]upstream[-revision]`. */
interface DebianVersion {
  readonly epoch: string;
  readonly upstream: string;
  readonly revision: string;
}

/**
 * Below zero if dpkg and apt take `a` for older than `b`, zero if for the same, above zero if for newer: the epoch, then
 * the upstream version, then the revision behind the last dash.
 */
export function compareDebianVersions(a: string, b: string): number {
  const [one, other] = [takeApart(a), takeApart(b)];
  return (
    compareTexts(one.epoch, other.epoch) ||
    compareTexts(one.upstream, other.upstream) ||
    compareTexts(one.revision, other.revision)
  );
}

function takeApart(text: string): DebianVersion {
  const colon = text.indexOf(":");
  const rest = text.slice(colon + 1);
  const dash = rest.lastIndexOf("-");
  return {
    epoch: colon < 0 ? "0" : text.slice(0, colon),
    upstream: dash < 0 ? rest : rest.slice(0, dash),
    revision: dash < 0 ? "" : rest.slice(dash + 1),
  };
}

/** Compares words and numbers in turn, beginning with a word, which may be empty. */
function compareTexts(a: string, b: string): number {
  const [one, other] = [split(a), split(b)];
  for (let place = 0; place < Math.max(one.length, other.length); place++) {
    const [left = "", right = ""] = [one[place], other[place]];
    const difference = place % 2 === 0 ? compareWords(left, right) : compareNumbers(left, right);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** `46.10~rc` is `["", "46", ".", "10", "~rc"]`. */
function split(text: string): readonly string[] {
  return text.split(/(\d+)/);
}

/** Character by character: a tilde sorts before the end, the end before letters, letters before all others. */
function compareWords(a: string, b: string): number {
  for (let place = 0; place < Math.max(a.length, b.length); place++) {
    const difference = weight(a[place]) - weight(b[place]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function weight(character: string | undefined): number {
  if (character === undefined) return 0;
  if (character === "~") return -1;
  const code = character.charCodeAt(0);
  return /[A-Za-z]/.test(character) ? code : code + 256;
}

/** Of any length; an empty one is zero. */
function compareNumbers(a: string, b: string): number {
  const [one, other] = [a.replace(/^0+/, ""), b.replace(/^0+/, "")];
  if (one.length !== other.length) return one.length - other.length;
  return one === other ? 0 : one < other ? -1 : 1;
}
