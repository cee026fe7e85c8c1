import { posix } from "node:path";
import type { Arrow, SourceFile } from "./source-file.ts";

/** One room of the house: which rooms and npm packages it may import, and whether it is pure. */
export interface Room {
  readonly rooms: readonly string[];
  readonly packages: readonly string[];
  /** Whether it may import node:*; pure rooms may import `builtins` alone. */
  readonly node: boolean;
  readonly pure: boolean;
  /** What a pure room may take of node:* all the same, by module: functions that give the same for the same, always. */
  readonly builtins?: Readonly<Record<string, readonly string[]>>;
  /** Rooms of which it may import types alone, by `import type`. */
  readonly types?: readonly string[];
  /** Files that a program writes, so that nobody has to read them: they may be long. */
  readonly generated?: readonly string[];
}

/** The house as data: room name (a folder of src/, or a file there) to what it may do. */
export type House = Readonly<Record<string, Room>>;

const FORBIDDEN_NAMES = /^(utils?|lib|common|shared|services|types|helpers?|index)$/;
const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?\.(ts|tsx)$/;
const COMPONENT = /^[A-Z][A-Za-z0-9]*\.tsx$/;
const MOST_LINES = 300;

/** Everything in `files` that breaks the house, each as one line that names the file. Empty: all is well. */
export function findViolations(house: House, files: readonly SourceFile[]): readonly string[] {
  const known = new Set(files.map((file) => file.path));
  return [
    ...files.flatMap((file) => [
      ...nameViolations(file),
      ...roomViolations(house, file, known),
      ...lengthViolations(house, file),
      ...defaultViolations(file),
    ]),
    ...findCycles(files),
  ];
}

/** The room of a file: its first folder, or the file itself where it lies directly in src/. */
export function roomOf(path: string): string {
  return path.split("/")[0] ?? path;
}

function lengthViolations(house: House, { path, lines }: SourceFile): readonly string[] {
  const isGenerated = house[roomOf(path)]?.generated?.includes(path) ?? false;
  return lines > MOST_LINES && !isGenerated ? [`${path} has ${lines} lines; allowed are ${MOST_LINES}`] : [];
}

/** A `default` hides from the compiler that a case is missing when a closed list gains a member. */
function defaultViolations({ path, defaults }: SourceFile): readonly string[] {
  return defaults.map((line) => `${path}:${line} has a switch with a default; name every case, or use an if`);
}

function nameViolations(file: SourceFile): readonly string[] {
  const parts = file.path.split("/");
  const name = parts.at(-1) ?? "";
  const forbidden = parts
    .map((part) => part.replace(/\..*$/, ""))
    .filter((part) => FORBIDDEN_NAMES.test(part))
    .map((part) => `${file.path} is called "${part}", a name that says nothing`);
  const isFine = KEBAB_CASE.test(name) || (roomOf(file.path) === "web" && COMPONENT.test(name));
  return isFine ? forbidden : [...forbidden, `${file.path} is not named in kebab-case`];
}

function roomViolations(house: House, file: SourceFile, known: ReadonlySet<string>): readonly string[] {
  const name = roomOf(file.path);
  const room = house[name];
  if (!room) return [`${file.path} lies in no room of the table ("${name}")`];
  const impure = room.pure ? file.impurities : [];
  return [
    ...file.arrows.flatMap((arrow) => {
      const problem = arrowProblem(room, file, arrow, known);
      return problem ? [`${file.path}:${arrow.line} ${problem}`] : [];
    }),
    ...impure.map(({ name: what, line }) => `${file.path}:${line} uses ${what} in a pure room`),
  ];
}

function arrowProblem(room: Room, file: SourceFile, arrow: Arrow, known: ReadonlySet<string>): string | null {
  const { specifier, isReExport } = arrow;
  if (isReExport) return `re-exports ${specifier}; name it where it lives`;
  if (specifier.startsWith(".")) return insideProblem(room, file, arrow, known);
  const isAllowed = specifier.startsWith("node:")
    ? isAllowedBuiltin(room, arrow)
    : room.packages.includes(packageOf(specifier));
  const to = specifier.startsWith("node:") ? specifier : `npm ${packageOf(specifier)}`;
  return isAllowed ? null : `arrow ${roomOf(file.path)} -> ${to} is not in the table`;
}

function insideProblem(
  room: Room,
  file: SourceFile,
  { specifier, isTypeOnly }: Arrow,
  known: ReadonlySet<string>,
): string | null {
  const from = roomOf(file.path);
  const target = targetOf(file, specifier);
  const isSource = !/\.(css|json)$/.test(target);
  if (target.startsWith("..") || (isSource && !known.has(target)))
    return `imports ${specifier}, which is no file of src/`;
  const to = roomOf(target);
  const isAllowed = to === from || room.rooms.includes(to) || (isTypeOnly && room.types?.includes(to));
  return isAllowed ? null : `arrow ${from} -> ${to} is not in the table`;
}

function isAllowedBuiltin({ node, pure, builtins }: Room, { specifier, names }: Arrow): boolean {
  const allowed = builtins?.[specifier] ?? [];
  return (node && !pure) || (names?.every((name) => allowed.includes(name)) ?? false);
}

function targetOf(file: SourceFile, specifier: string): string {
  return posix.join(posix.dirname(file.path), specifier);
}

/** `@scope/name/deep` is the package `@scope/name`. */
function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** Every import cycle once, type imports too, as `a -> b -> a`. */
export function findCycles(files: readonly SourceFile[]): readonly string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push(`import cycle: ${[...trail.slice(start), path].join(" -> ")}`);
    if (start >= 0 || done.has(path)) return;
    const file = byPath.get(path);
    for (const { specifier } of file?.arrows ?? []) {
      if (file && specifier.startsWith(".")) walk(targetOf(file, specifier), [...trail, path]);
    }
    done.add(path);
  };
  for (const file of files) walk(file.path, []);
  return found;
}
