/** dpkg's order of versions, as `lib/dpkg/version.c` has it: below zero if `a` is older. */
export function dpkgOrder(a: string, b: string): number {
  const [one, other] = [parse(a), parse(b)];
  if (one.epoch !== other.epoch) return one.epoch - other.epoch;
  return verrevcmp(one.upstream, other.upstream) || verrevcmp(one.revision, other.revision);
}

function parse(text: string): { epoch: number; upstream: string; revision: string } {
  const [, epoch = "0", upstream = "", revision = ""] = /^(?:(\d+):)?(.*?)(?:-([^-]*))?$/.exec(text) ?? [];
  return { epoch: Number(epoch), upstream, revision };
}

const isDigit = (character: string | undefined) => character !== undefined && /\d/.test(character);

function order(character: string | undefined): number {
  if (character === undefined || isDigit(character)) return 0;
  if (/[a-zA-Z]/.test(character)) return character.charCodeAt(0);
  return character === "~" ? -1 : character.charCodeAt(0) + 256;
}

/** Takes characters from the front of both, which are used up. */
function verrevcmp(left: string, right: string): number {
  const [a, b] = [[...left], [...right]];
  while (a.length > 0 || b.length > 0) {
    const difference = takeNonDigits(a, b) || takeDigits(a, b);
    if (difference !== 0) return difference;
  }
  return 0;
}

function takeNonDigits(a: string[], b: string[]): number {
  while ((a.length > 0 && !isDigit(a[0])) || (b.length > 0 && !isDigit(b[0]))) {
    const difference = order(a[0]) - order(b[0]);
    if (difference !== 0) return difference;
    a.shift();
    b.shift();
  }
  return 0;
}

function takeDigits(a: string[], b: string[]): number {
  for (const one of [a, b]) while (one[0] === "0") one.shift();
  let first = 0;
  while (isDigit(a[0]) && isDigit(b[0])) {
    const difference = Number(a.shift()) - Number(b.shift());
    first ||= difference;
  }
  if (isDigit(a[0])) return 1;
  return isDigit(b[0]) ? -1 : first;
}
